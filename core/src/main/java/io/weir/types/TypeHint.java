package io.weir.types;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * Names a type with its type arguments, by an anonymous subclass: {@code new TypeHint<Tuple2<String, Long>>() {}}.
 *
 * @param <T> the type
 */
public abstract class TypeHint<T> {
    private final TypeInformation<T> typeInfo;

    /** Reads the type argument of the subclass. */
    protected TypeHint() {
        typeInfo = typeArgument(getClass(), "new TypeHint<Tuple2<String, Long>>() {}");
    }

    /**
     * Returns the type argument that an anonymous subclass gives to its generic superclass.
     *
     * @param subclass the anonymous class
     * @param example how it should have been written, for the message
     * @param <T> the type
     * @return the type
     * @throws WeirException if there is none
     */
    @SuppressWarnings("unchecked") // the type argument is T
    public static <T> TypeInformation<T> typeArgument(Class<?> subclass, String example) {
        Type superType = subclass.getGenericSuperclass();
        if (!(superType instanceof ParameterizedType parameterized)) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM, "Java has erased the type here; write it as in " + example);
        }
        return (TypeInformation<T>) TypeAnalyzer.forType(parameterized.getActualTypeArguments()[0]);
    }

    /** Returns the type. */
    public TypeInformation<T> getTypeInfo() {
        return typeInfo;
    }
}
