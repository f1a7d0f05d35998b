package io.weir.runtime.batch;

import io.weir.functions.Collector;
import io.weir.functions.Function;
import io.weir.functions.GroupCombineFunction;
import io.weir.functions.GroupReduceFunction;
import io.weir.plan.Keying;
import io.weir.runtime.operators.FunctionOperator;
import io.weir.runtime.operators.Operator;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.runtime.operators.Output;
import io.weir.runtime.operators.TimestampedCollector;
import io.weir.runtime.operators.UserCode;
import io.weir.types.TypeInformation;
import io.weir.types.order.Ordering;
import io.weir.types.order.RecordOrder;
import java.util.Iterator;
import java.util.List;

/**
 * Gives the records of each key to a function, where those of a key come one after the other and in the order in which the
 * function wants them. It keeps only some records at a time. The task's thread owns it.
 *
 * @param <K> the type of the keys
 * @param <T> the type of the records
 * @param <O> the type of the results
 */
public final class GroupsInOrderOperator<K, T, O> extends FunctionOperator<Function, T, O> {
    private final RecordOrder<T> byKey;
    private final GroupFunction<T, O> call;
    private final TimestampedCollector<O> collector;
    private final PulledRecords<T> records;

    /** Reduces or combines. */
    @FunctionalInterface
    private interface GroupFunction<T, O> {
        void call(Iterable<T> group, Collector<O> out) throws Exception;
    }

    private GroupsInOrderOperator(OperatorContext context, Spec<K, T, O> spec, Output<O> output) {
        super(context, spec.function(), output);
        this.byKey = Ordering.grouping(spec.keying().selector(), spec.keying().keyType())
                .create();
        this.call = spec.call();
        this.collector = new TimestampedCollector<>(output);
        this.records = new PulledRecords<>(spec.type(), this::callForEach);
    }

    private void callForEach(Iterator<T> all) throws Exception {
        SortedGroups<T> groups = new SortedGroups<>(all, byKey);
        while (groups.nextGroup()) {
            call.call(groups::group, collector);
        }
    }

    @Override
    public void collect(T value, long timestamp) throws Exception {
        try {
            records.add(value);
        } catch (Throwable e) {
            throw UserCode.failed(context, e);
        }
    }

    @Override
    public void finish() throws Exception {
        try {
            records.end();
        } catch (Throwable e) {
            throw UserCode.failed(context, e);
        }
    }

    @Override
    public void close() throws Exception {
        try {
            records.close();
        } finally {
            super.close();
        }
    }

    /**
     * How it is made.
     *
     * @param keying how the key is found
     * @param function the user's function
     * @param combines whether the function combines, else it reduces; it may be able to do both
     * @param type the type of the records
     * @param <K> the type of the keys
     * @param <T> the type of the records
     * @param <O> the type of the results
     */
    public record Spec<K, T, O>(Keying<T, K> keying, Function function, boolean combines, TypeInformation<T> type)
            implements OperatorSpec<T, O>, OrderUser {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("unchecked") // the function is that of the operation
        private GroupFunction<T, O> call() {
            return combines
                    ? ((GroupCombineFunction<T, O>) function)::combine
                    : ((GroupReduceFunction<T, O>) function)::reduce;
        }

        @Override
        public List<Integer> inputsInOrder() {
            return List.of(0);
        }

        @Override
        public Operator<T, O> create(OperatorContext context, Output<O> output) {
            return new GroupsInOrderOperator<>(context, this, output);
        }
    }
}
