package io.weir.datastream;

import io.weir.execution.Operations;
import io.weir.functions.KeySelector;
import io.weir.functions.ReduceFunction;
import io.weir.plan.Keying;
import io.weir.plan.Transformation;
import io.weir.types.TypeInformation;

/**
 * A stream that is grouped by a key: all records of one key go to one instance of the next operator. The thread that
 * builds the program owns it.
 *
 * @param <T> the type of the records
 * @param <K> the type of the key
 */
public final class KeyedStream<T, K> extends DataStream<T> {
    private final Keying<T, K> keying;

    KeyedStream(StreamExecutionEnvironment environment, Transformation<T> partitioned, Keying<T, K> keying) {
        super(environment, partitioned);
        this.keying = keying;
    }

    /** Returns what finds the key of a record. */
    public KeySelector<T, K> getKeySelector() {
        return keying.selector();
    }

    /** Returns the type of the key. */
    public TypeInformation<K> getKeyType() {
        return keying.keyType();
    }

    /**
     * Combines the records of each key. In STREAMING mode every record yields the value so far, in BATCH mode each key
     * yields its final value.
     *
     * @param reducer combines two records
     * @return the combined records
     */
    public SingleOutputStreamOperator<T> reduce(ReduceFunction<T> reducer) {
        return reduce(reducer, "Keyed Reduce");
    }

    private SingleOutputStreamOperator<T> reduce(ReduceFunction<T> reducer, String name) {
        return operator(Operations.reduce(program(), getTransformation(), keying, reducer, name));
    }
}
