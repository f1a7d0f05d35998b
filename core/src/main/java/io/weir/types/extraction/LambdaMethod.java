package io.weir.types.extraction;

import io.weir.types.TypeBindings;
import io.weir.types.TypeInformation;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a lambda or method reference leaves behind.
 *
 * @param signature the erased signature of the function, as the compiler inferred it
 * @param implementation the method or constructor that a method reference names; empty for a lambda, whose body has no
 *     generic signature
 * @param boundReceiver whether the method's receiver was given when the reference was made
 */
record LambdaMethod(MethodType signature, Optional<Executable> implementation, boolean boundReceiver) {
    /**
     * Looks into a function.
     *
     * @param function the function
     * @return what it leaves behind, or empty if it is neither lambda nor method reference
     */
    static Optional<LambdaMethod> of(Object function) {
        Class<?> type = function.getClass();
        if (!type.isHidden() && !type.isSynthetic()) {
            return Optional.empty();
        }
        try {
            Method writeReplace = type.getDeclaredMethod("writeReplace");
            writeReplace.setAccessible(true);
            if (!(writeReplace.invoke(function) instanceof SerializedLambda lambda)) {
                return Optional.empty();
            }
            ClassLoader loader = type.getClassLoader();
            MethodType signature = MethodType.fromMethodDescriptorString(lambda.getInstantiatedMethodType(), loader);
            return Optional.of(
                    new LambdaMethod(signature, implementation(lambda, loader), lambda.getCapturedArgCount() > 0));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return Optional.empty(); // what cannot be seen is unknown, not wrong
        }
    }

    /**
     * Learns what the type variables of the implementation are from the function's first parameter.
     *
     * @param input the type of that parameter
     * @return what is known of the variables
     */
    TypeBindings learn(TypeInformation<?> input) {
        TypeBindings bindings = new TypeBindings();
        Executable method = implementation.orElseThrow();
        boolean isReceiver = method instanceof Method && !Modifier.isStatic(method.getModifiers()) && !boundReceiver;
        if (isReceiver) {
            bindings.learn(SuperTypes.withOwnVariables(method.getDeclaringClass()), input);
        } else {
            Type[] parameters = method.getGenericParameterTypes();
            if (parameters.length > 0) {
                bindings.learn(parameters[0], input);
            }
        }
        return bindings;
    }

    private static Optional<Executable> implementation(SerializedLambda lambda, ClassLoader loader)
            throws ClassNotFoundException {
        Class<?> owner = Class.forName(lambda.getImplClass().replace('/', '.'), false, loader);
        MethodType descriptor = MethodType.fromMethodDescriptorString(lambda.getImplMethodSignature(), loader);
        boolean constructor = lambda.getImplMethodKind() == MethodHandleInfo.REF_newInvokeSpecial;
        Stream<Executable> candidates = constructor
                ? Arrays.stream(owner.getDeclaredConstructors())
                : Arrays.<Executable>stream(owner.getDeclaredMethods())
                        .filter(method -> method.getName().equals(lambda.getImplMethodName()))
                        .filter(method -> ((Method) method).getReturnType() == descriptor.returnType());
        return candidates
                .filter(method -> !method.isSynthetic())
                .filter(method -> Arrays.asList(method.getParameterTypes()).equals(descriptor.parameterList()))
                .findFirst();
    }
}
