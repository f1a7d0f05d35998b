package io.weir.runtime.graph;

import io.weir.connector.Boundedness;
import io.weir.functions.CoFlatMapFunction;
import io.weir.functions.CoMapFunction;
import io.weir.functions.CoProcessFunction;
import io.weir.functions.Function;
import io.weir.functions.KeyedCoProcessFunction;
import io.weir.functions.ParallelSourceFunction;
import io.weir.functions.RichFunction;
import io.weir.plan.AsyncTransformation;
import io.weir.plan.BootstrappedProcess;
import io.weir.plan.BroadcastConnection;
import io.weir.plan.CoKeying;
import io.weir.plan.CollectTransformation;
import io.weir.plan.ConnectTransformation;
import io.weir.plan.FilterTransformation;
import io.weir.plan.FlatMapTransformation;
import io.weir.plan.IntervalJoin;
import io.weir.plan.KeyedProcessTransformation;
import io.weir.plan.KeyedReduceTransformation;
import io.weir.plan.Keying;
import io.weir.plan.MapTransformation;
import io.weir.plan.PartitionTransformation;
import io.weir.plan.ProcessTransformation;
import io.weir.plan.SinkFunctionTransformation;
import io.weir.plan.SinkTransformation;
import io.weir.plan.SourceFunctionTransformation;
import io.weir.plan.SourceTransformation;
import io.weir.plan.TimestampsAndWatermarksTransformation;
import io.weir.plan.Transformation;
import io.weir.plan.WindowTransformation;
import io.weir.runtime.batch.HashCombineOperator;
import io.weir.runtime.batch.HashReduceOperator;
import io.weir.runtime.operators.BootstrappedProcessOperator;
import io.weir.runtime.operators.BroadcastOperator;
import io.weir.runtime.operators.CoFlatMapOperator;
import io.weir.runtime.operators.CoMapOperator;
import io.weir.runtime.operators.CoProcessOperator;
import io.weir.runtime.operators.CollectSinkOperator;
import io.weir.runtime.operators.FilterOperator;
import io.weir.runtime.operators.FlatMapOperator;
import io.weir.runtime.operators.IntervalJoinOperator;
import io.weir.runtime.operators.KeySettingOperator;
import io.weir.runtime.operators.KeyedBroadcastOperator;
import io.weir.runtime.operators.KeyedCoProcessOperator;
import io.weir.runtime.operators.KeyedProcessOperator;
import io.weir.runtime.operators.KeyedReduceOperator;
import io.weir.runtime.operators.MapOperator;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.runtime.operators.ProcessOperator;
import io.weir.runtime.operators.SinkFunctionOperator;
import io.weir.runtime.operators.SinkOperator;
import io.weir.runtime.operators.SourceFunctionOperator;
import io.weir.runtime.operators.SourceOperator;
import io.weir.runtime.operators.TimestampsAndWatermarksOperator;
import io.weir.runtime.operators.async.AsyncOperator;
import io.weir.state.CheckpointedFunction;
import io.weir.types.TypeInformation;
import java.util.Optional;

/** Knows which operator runs which operation of a plan. Stateless. */
final class OperatorSpecs {
    private OperatorSpecs() {}

    /** Returns the operator of an operation, the one for unbounded input where there are two. */
    static OperatorSpec<?, ?> specOf(Transformation<?> operation) {
        if (operation instanceof SourceTransformation<?> source) {
            return reading(source, true);
        }
        if (operation instanceof SourceFunctionTransformation<?> source) {
            return reading(source);
        }
        if (operation instanceof MapTransformation<?, ?> map) {
            return withKey(map.input(), map.function(), new MapOperator.Spec<>(map.function()));
        }
        if (operation instanceof FlatMapTransformation<?, ?> flatMap) {
            return withKey(flatMap.input(), flatMap.function(), new FlatMapOperator.Spec<>(flatMap.function()));
        }
        if (operation instanceof FilterTransformation<?> filter) {
            return withKey(filter.input(), filter.function(), new FilterOperator.Spec<>(filter.function()));
        }
        if (operation instanceof TimestampsAndWatermarksTransformation<?> timestamps) {
            return timestamps(timestamps, true);
        }
        if (operation instanceof ProcessTransformation<?, ?> process) {
            return withKey(process.input(), process.function(), new ProcessOperator.Spec<>(process.function()));
        }
        if (operation instanceof ConnectTransformation<?, ?, ?, ?> connect) {
            return connecting(connect);
        }
        if (operation instanceof AsyncTransformation<?, ?> async) {
            return requesting(async);
        }
        Optional<OperatorSpec<?, ?>> keyed = keyedSpecOf(operation);
        return keyed.isPresent() ? keyed.get() : sinkSpecOf(operation);
    }

    /** Lets a function that can ask for state have that of each record's key, where records come by their keys. */
    @SuppressWarnings("unchecked") // the keys are found in the records that the operator takes
    private static <I, O> OperatorSpec<I, O> withKey(
            Transformation<?> input, Function function, OperatorSpec<I, O> operator) {
        if ((function instanceof RichFunction || function instanceof CheckpointedFunction)
                && input instanceof PartitionTransformation<?> partition
                && partition.keying().isPresent()) {
            return new KeySettingOperator.Spec<>(
                    (Keying<I, ?>) partition.keying().get(), operator);
        }
        return operator;
    }

    private static <T> OperatorSpec<Void, T> reading(SourceTransformation<T> source, boolean progressive) {
        return new SourceOperator.Spec<>(source.source(), source.watermarkStrategy(), progressive);
    }

    private static <T> OperatorSpec<T, T> timestamps(
            TimestampsAndWatermarksTransformation<T> operation, boolean progressive) {
        return new TimestampsAndWatermarksOperator.Spec<>(operation.watermarkStrategy(), progressive);
    }

    /**
     * Returns the operator of an operation that tells event time, as it is where event time goes from its beginning to
     * its end at once: a batch knows all its records before it has to say that one is late. Nothing if the operation
     * tells none.
     */
    static Optional<OperatorSpec<?, ?>> withoutWatermarks(Transformation<?> operation) {
        if (operation instanceof SourceTransformation<?> source) {
            return Optional.of(reading(source, false));
        }
        if (operation instanceof TimestampsAndWatermarksTransformation<?> timestamps) {
            return Optional.of(timestamps(timestamps, false));
        }
        return Optional.empty();
    }

    private static Optional<OperatorSpec<?, ?>> keyedSpecOf(Transformation<?> operation) {
        if (operation instanceof KeyedReduceTransformation<?, ?> reduce) {
            return Optional.of(rolling(reduce));
        }
        if (operation instanceof KeyedProcessTransformation<?, ?, ?> process) {
            return Optional.of(keyedProcess(process));
        }
        if (operation instanceof WindowTransformation<?, ?, ?, ?, ?> window) {
            return Optional.of(WindowSpecs.of(window));
        }
        return Optional.empty();
    }

    @SuppressWarnings("unchecked") // the API gives each function the streams of its types
    private static <K, A, B, O> OperatorSpec<A, O> connecting(ConnectTransformation<K, A, B, O> connect) {
        CoKeying<K, A, B> keying = connect.keying().orElse(null);
        Function function = connect.function();
        if (function instanceof CoMapFunction<?, ?, ?> map) {
            return new CoMapOperator.Spec<>(keying, (CoMapFunction<A, B, O>) map);
        }
        if (function instanceof CoFlatMapFunction<?, ?, ?> flatMap) {
            return new CoFlatMapOperator.Spec<>(keying, (CoFlatMapFunction<A, B, O>) flatMap);
        }
        if (function instanceof CoProcessFunction<?, ?, ?> process) {
            return new CoProcessOperator.Spec<>(keying, (CoProcessFunction<A, B, O>) process);
        }
        if (function instanceof IntervalJoin<?, ?, ?> join) {
            return new IntervalJoinOperator.Spec<>(keying, (IntervalJoin<A, B, O>) join);
        }
        if (function instanceof BroadcastConnection broadcast) {
            return keying == null
                    ? new BroadcastOperator.Spec<>(broadcast)
                    : new KeyedBroadcastOperator.Spec<>(keying, broadcast);
        }
        if (function instanceof BootstrappedProcess<?, ?, ?, ?> process) {
            return new BootstrappedProcessOperator.Spec<>(keying, (BootstrappedProcess<K, A, B, O>) process);
        }
        if (function instanceof KeyedCoProcessFunction<?, ?, ?, ?> process) {
            return new KeyedCoProcessOperator.Spec<>(keying, (KeyedCoProcessFunction<K, A, B, O>) process);
        }
        throw new IllegalArgumentException("No operator runs " + function);
    }

    private static <I, O> OperatorSpec<I, O> requesting(AsyncTransformation<I, O> async) {
        return new AsyncOperator.Spec<>(
                async.requests(), async.input().settings().outputType());
    }

    private static <K, I, O> OperatorSpec<I, O> keyedProcess(KeyedProcessTransformation<K, I, O> process) {
        return new KeyedProcessOperator.Spec<>(process.keying(), process.function());
    }

    private static OperatorSpec<?, ?> sinkSpecOf(Transformation<?> operation) {
        if (operation instanceof SinkTransformation<?> sink) {
            return new SinkOperator.Spec<>(sink.sink());
        }
        if (operation instanceof SinkFunctionTransformation<?> sink) {
            return new SinkFunctionOperator.Spec<>(sink.function());
        }
        if (operation instanceof CollectTransformation<?> collect) {
            return collecting(collect);
        }
        return BatchSpecs.specOf(operation);
    }

    private static <K, T> OperatorSpec<T, T> rolling(KeyedReduceTransformation<K, T> reduce) {
        return new KeyedReduceOperator.Spec<>(
                reduce.keying(), reduce.function(), reduce.settings().outputType());
    }

    /**
     * Returns the operator of a reduce whose input ends.
     *
     * @param reduce the reduce
     * @param combiner whether it stands before an exchange to the reduce proper
     */
    static <K, T> OperatorSpec<T, T> bounded(KeyedReduceTransformation<K, T> reduce, boolean combiner) {
        TypeInformation<T> type = reduce.settings().outputType();
        return combiner
                ? new HashCombineOperator.Spec<>(reduce.keying(), reduce.function(), type, 1)
                : new HashReduceOperator.Spec<>(reduce.keying(), reduce.function(), type, 1);
    }

    private static <T> OperatorSpec<?, ?> collecting(CollectTransformation<T> collect) {
        return new CollectSinkOperator.Spec<>(
                collect.resultId(), collect.settings().outputType());
    }

    static boolean isSource(Transformation<?> operation) {
        return operation instanceof SourceTransformation || operation instanceof SourceFunctionTransformation;
    }

    private static <T> OperatorSpec<Void, T> reading(SourceFunctionTransformation<T> source) {
        return new SourceFunctionOperator.Spec<>(
                source.function(), source.settings().outputType());
    }

    private static boolean isSink(Transformation<?> operation) {
        return operation instanceof SinkTransformation
                || operation instanceof SinkFunctionTransformation
                || operation instanceof CollectTransformation;
    }

    /** Returns the name that vertices show. */
    static String nameOf(Transformation<?> operation) {
        String name = operation.settings().name();
        if (isSource(operation)) {
            return "Source: " + name;
        }
        return isSink(operation) ? "Sink: " + name : name;
    }

    /** Returns whether an operation is a source that never ends by itself. */
    static boolean isUnbounded(Transformation<?> operation) {
        if (operation instanceof SourceTransformation<?> source) {
            return source.source().getBoundedness() == Boundedness.CONTINUOUS_UNBOUNDED;
        }
        return operation instanceof SourceFunctionTransformation<?> source
                && source.boundedness() == Boundedness.CONTINUOUS_UNBOUNDED;
    }

    /** Returns whether an operation can only have one instance. */
    static boolean isSingle(Transformation<?> operation) {
        return operation instanceof SourceFunctionTransformation<?> source
                && !(source.function() instanceof ParallelSourceFunction);
    }
}
