package io.weir.dataset;

import io.weir.execution.BatchOperations;
import io.weir.functions.CoGroupFunction;
import io.weir.types.TypeInformation;
import io.weir.types.extraction.TypeExtractor;

/**
 * Two data sets whose groups of equal keys belong together. The thread that builds the program owns it.
 *
 * @param <A> the type of the first records
 * @param <B> the type of the second records
 */
public final class CoGroupedSets<A, B> {
    private final DataSet<A> first;
    private final DataSet<B> second;
    private final BatchOperations.Pair<?, A, B> pair;

    CoGroupedSets(DataSet<A> first, DataSet<B> second, BatchOperations.Pair<?, A, B> pair) {
        this.first = first;
        this.second = second;
        this.pair = pair;
    }

    /**
     * Makes any number of results of each key's groups.
     *
     * @param function gets the groups of a key, one of which may be empty
     * @param <O> the type of the results
     * @return the results
     */
    public <O> Operator<O> with(CoGroupFunction<A, B, O> function) {
        TypeInformation<O> type =
                TypeExtractor.resultType(function, CoGroupFunction.class, 2, first.getType(), second.getType());
        return coGroup(pair, function, type);
    }

    private <K, O> Operator<O> coGroup(
            BatchOperations.Pair<K, A, B> inputs, CoGroupFunction<A, B, O> function, TypeInformation<O> type) {
        return first.operator(BatchOperations.coGroup(first.program(), inputs, function, type));
    }
}
