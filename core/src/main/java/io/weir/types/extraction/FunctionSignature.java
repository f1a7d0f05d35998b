package io.weir.types.extraction;

import io.weir.functions.Function;
import io.weir.types.ResultTypeQueryable;
import io.weir.types.TypeAnalyzer;
import io.weir.types.TypeBindings;
import io.weir.types.TypeInformation;
import io.weir.types.UnknownType;
import java.lang.invoke.MethodType;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;

/**
 * What is known about the parameters and the result of a function: from its class's type arguments, from the method that
 * a method reference names, or, for a lambda, from the erased signature that the compiler chose.
 *
 * @param function the function
 * @param role the interface that it implements here
 */
record FunctionSignature(Function function, Class<?> role) {
    private static final TypeInformation<?> ANYTHING = new UnknownType<>(Object.class);

    static FunctionSignature of(Function function, Class<?> role) {
        return new FunctionSignature(function, role);
    }

    /**
     * Returns the type of what the function returns.
     *
     * @param parameter the position of the result among the type parameters of the role
     * @param input the type of the function's only parameter, which is the first type parameter
     */
    TypeInformation<?> returnType(int parameter, TypeInformation<?> input) {
        Optional<LambdaMethod> lambda = LambdaMethod.of(function);
        return lambda.isPresent() ? lambdaReturnType(lambda.get(), input) : typeArgument(parameter, input);
    }

    /**
     * Returns the type of what the function gives to its collector, which is its last parameter.
     *
     * @param parameter the position of what is collected among the type parameters of the role
     * @param input the type of the function's first parameter, which is the first type parameter
     */
    TypeInformation<?> collectedType(int parameter, TypeInformation<?> input) {
        Optional<LambdaMethod> lambda = LambdaMethod.of(function);
        return lambda.isPresent() ? lambdaCollectedType(lambda.get(), input) : typeArgument(parameter, input);
    }

    /**
     * Returns the type of what the function returns or gives to its collector.
     *
     * @param parameter the position of the result among the type parameters of the role
     * @param inputs the types that are known of the role's first type parameters, in their order
     */
    TypeInformation<?> resultType(int parameter, TypeInformation<?>... inputs) {
        Optional<LambdaMethod> lambda = LambdaMethod.of(function);
        if (lambda.isEmpty()) {
            return typeArgument(parameter, inputs);
        }
        return lambda.get().signature().returnType() == void.class
                ? lambdaCollectedType(lambda.get(), inputs[0])
                : lambdaReturnType(lambda.get(), inputs[0]);
    }

    /**
     * Returns the type of what a function of windows gives to its collector.
     *
     * @param first the type of the function's first parameter
     * @param records the type of the records, which is the first type parameter
     */
    TypeInformation<?> windowType(TypeInformation<?> first, TypeInformation<?> records) {
        Optional<LambdaMethod> lambda = LambdaMethod.of(function);
        return lambda.isPresent() ? lambdaCollectedType(lambda.get(), first) : typeArgument(1, records);
    }

    private TypeInformation<?> typeArgument(int parameter, TypeInformation<?>... inputs) {
        if (function instanceof ResultTypeQueryable<?> queryable) {
            return queryable.getProducedType();
        }
        if (!role.isInstance(function)) {
            return ANYTHING;
        }
        Type[] arguments = SuperTypes.argumentsOf(function.getClass(), role);
        TypeBindings bindings = new TypeBindings();
        for (int i = 0; i < inputs.length; i++) {
            bindings.learn(arguments[i], inputs[i]);
        }
        return TypeAnalyzer.forType(arguments[parameter], bindings);
    }

    private static TypeInformation<?> lambdaReturnType(LambdaMethod lambda, TypeInformation<?> input) {
        Class<?> erased =
                MethodType.methodType(lambda.signature().returnType()).wrap().returnType();
        if (lambda.implementation().isPresent()) {
            Executable method = lambda.implementation().get();
            Type declared = method instanceof Method m
                    ? m.getGenericReturnType()
                    : SuperTypes.withOwnVariables(method.getDeclaringClass());
            TypeInformation<?> type = TypeAnalyzer.forType(declared, lambda.learn(input));
            // a method may return a subtype of what the stream holds, which other functions do not keep to
            if (type.getTypeClass() == erased) {
                return type;
            }
        }
        return TypeInformation.of(erased);
    }

    private static TypeInformation<?> lambdaCollectedType(LambdaMethod lambda, TypeInformation<?> input) {
        if (lambda.implementation().isPresent()) {
            Type[] parameters = lambda.implementation().get().getGenericParameterTypes();
            if (parameters.length > 0 && parameters[parameters.length - 1] instanceof ParameterizedType collector) {
                return TypeAnalyzer.forType(collector.getActualTypeArguments()[0], lambda.learn(input));
            }
        }
        return ANYTHING;
    }
}
