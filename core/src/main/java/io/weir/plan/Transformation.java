package io.weir.plan;

import java.util.List;

/**
 * One operation of the logical plan: it says what is done, never how. Both APIs build these and nothing else.
 *
 * <p>Transformations are compared by identity: two equal-looking operations of a program are two operations.
 *
 * @param <T> the type of the output
 */
public sealed interface Transformation<T>
        permits SourceTransformation,
                SourceFunctionTransformation,
                MapTransformation,
                FlatMapTransformation,
                FilterTransformation,
                TimestampsAndWatermarksTransformation,
                ProcessTransformation,
                AsyncTransformation,
                ConnectTransformation,
                KeyedProcessTransformation,
                KeyedReduceTransformation,
                GroupReduceTransformation,
                CoGroupTransformation,
                JoinTransformation,
                IterationHeadTransformation,
                IterationTailTransformation,
                IterationTransformation,
                SolutionSetTransformation,
                MapPartitionTransformation,
                SortTransformation,
                GroupCombineTransformation,
                CrossTransformation,
                PartitionTransformation,
                UnionTransformation,
                SideOutputTransformation,
                WindowTransformation,
                SinkTransformation,
                SinkFunctionTransformation,
                CollectTransformation {
    /** Returns what the program said beyond the operation itself. */
    OperatorSettings<T> settings();

    /** Returns the operations whose outputs this one takes, in order. */
    List<Transformation<?>> inputs();
}
