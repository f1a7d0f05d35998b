package io.weir.types.extraction;

import io.weir.connector.Source;
import io.weir.connector.format.InputFormat;
import io.weir.functions.FlatMapFunction;
import io.weir.functions.Function;
import io.weir.functions.KeySelector;
import io.weir.functions.MapFunction;
import io.weir.functions.SourceFunction;
import io.weir.types.ResultTypeQueryable;
import io.weir.types.TypeAnalyzer;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.lang.reflect.Type;

/**
 * Finds the types of what functions, sources and values produce. What Java has erased becomes an unknown type, never an
 * error, so that lambdas need no hints; unknown types cost a number per value on the wire.
 */
public final class TypeExtractor {
    private TypeExtractor() {}

    /**
     * Returns what is known about a class.
     *
     * @param type the class
     * @param <T> the type
     * @return the type
     */
    public static <T> TypeInformation<T> forClass(Class<T> type) {
        return TypeInformation.of(type);
    }

    /**
     * Returns what is known about a type.
     *
     * @param type the type, as reflection tells it
     * @return the type
     */
    public static TypeInformation<?> forType(Type type) {
        return TypeAnalyzer.forType(type);
    }

    /**
     * Returns the type of a value, from its class and the values of its fields.
     *
     * @param value the value, or null
     * @param <T> the type
     * @return the type
     */
    @SuppressWarnings("unchecked") // it is the type of this value
    public static <T> TypeInformation<T> forValue(T value) {
        return (TypeInformation<T>) ValueTypes.of(value);
    }

    /**
     * Returns the type that fits all values of a collection.
     *
     * @param values the values
     * @param <T> the type
     * @return the type, unknown where the values differ
     */
    @SuppressWarnings("unchecked") // it is a type of all these values
    public static <T> TypeInformation<T> forCollection(Iterable<? extends T> values) {
        return (TypeInformation<T>) ValueTypes.ofAll(values);
    }

    /**
     * Returns the type of what a map function returns.
     *
     * @param function the function
     * @param input the type of its input
     * @param <I> the input
     * @param <O> the output
     * @return the type of the output
     */
    @SuppressWarnings("unchecked") // the function says so
    public static <I, O> TypeInformation<O> mapReturnType(MapFunction<I, O> function, TypeInformation<I> input) {
        return (TypeInformation<O>)
                FunctionSignature.of(function, MapFunction.class).returnType(1, input);
    }

    /**
     * Returns the type of what a flat map function collects.
     *
     * @param function the function
     * @param input the type of its input
     * @param <I> the input
     * @param <O> the output
     * @return the type of the output
     */
    @SuppressWarnings("unchecked") // the function says so
    public static <I, O> TypeInformation<O> flatMapReturnType(
            FlatMapFunction<I, O> function, TypeInformation<I> input) {
        return (TypeInformation<O>)
                FunctionSignature.of(function, FlatMapFunction.class).collectedType(1, input);
    }

    /**
     * Returns the type of what a function of any kind returns or collects.
     *
     * @param function the function
     * @param role its interface or base class, such as {@code KeyedProcessFunction.class}
     * @param output the position of its result's type among the type parameters of the role, from 0
     * @param inputs the types that are known of the role's first type parameters, in their order
     * @param <O> the result
     * @return the type of the result
     */
    @SuppressWarnings("unchecked") // the function says so
    public static <O> TypeInformation<O> resultType(
            Function function, Class<? extends Function> role, int output, TypeInformation<?>... inputs) {
        return (TypeInformation<O>) FunctionSignature.of(function, role).resultType(output, inputs);
    }

    /**
     * Returns the type of what a function of windows collects.
     *
     * @param function the function
     * @param role its interface or base class; its first type parameter is that of the records, its second that of what
     *     is collected
     * @param first the type of the first parameter of its method
     * @param records the type of the records
     * @param <O> the result
     * @return the type of the result
     */
    @SuppressWarnings("unchecked") // the function says so
    public static <O> TypeInformation<O> windowResultType(
            Function function, Class<? extends Function> role, TypeInformation<?> first, TypeInformation<?> records) {
        return (TypeInformation<O>) FunctionSignature.of(function, role).windowType(first, records);
    }

    /**
     * Returns the type of the keys that a selector returns.
     *
     * @param selector the selector
     * @param input the type of its input
     * @param <T> the input
     * @param <K> the key
     * @return the type of the key
     */
    @SuppressWarnings("unchecked") // the function says so
    public static <T, K> TypeInformation<K> keyType(KeySelector<T, K> selector, TypeInformation<T> input) {
        return (TypeInformation<K>)
                FunctionSignature.of(selector, KeySelector.class).returnType(1, input);
    }

    /**
     * Returns the type of what a source produces.
     *
     * @param source a {@link Source} or {@link SourceFunction}
     * @param <T> the type
     * @return the type
     */
    @SuppressWarnings("unchecked") // the source says so
    public static <T> TypeInformation<T> sourceType(Object source) {
        if (source instanceof ResultTypeQueryable<?> queryable) {
            return (TypeInformation<T>) queryable.getProducedType();
        }
        Class<?> role = source instanceof SourceFunction
                ? SourceFunction.class
                : source instanceof InputFormat ? InputFormat.class : Source.class;
        if (!role.isInstance(source)) {
            return (TypeInformation<T>) Types.GENERIC(Object.class);
        }
        return (TypeInformation<T>) TypeAnalyzer.forType(SuperTypes.argumentsOf(source.getClass(), role)[0]);
    }
}
