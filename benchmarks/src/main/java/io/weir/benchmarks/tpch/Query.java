package io.weir.benchmarks.tpch;

import io.weir.dataset.DataSet;

/** A query of the TPC-H benchmark as a program. */
@FunctionalInterface
public interface Query {
    /**
     * Builds the program.
     *
     * @param tables where the rows come from
     * @return the rows of the answer in their order, columns separated by {@code |}; decimals are not rounded
     */
    DataSet<String> answer(Tables tables);
}
