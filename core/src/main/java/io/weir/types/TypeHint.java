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
    @SuppressWarnings("unchecked") // the type argument is T
    protected TypeHint() {
        Type superType = getClass().getGenericSuperclass();
        if (!(superType instanceof ParameterizedType parameterized)) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM, "A TypeHint needs a type: new TypeHint<Tuple2<String, Long>>() {}");
        }
        typeInfo = (TypeInformation<T>) TypeAnalyzer.forType(parameterized.getActualTypeArguments()[0]);
    }

    /** Returns the type. */
    public TypeInformation<T> getTypeInfo() {
        return typeInfo;
    }
}
