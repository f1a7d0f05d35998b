package io.weir.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/** What is compared: a pair of programs that do the same. */
enum Workload {
    /** A running sum over a thousand keys. */
    KEYBY_REDUCE("io.weir.benchmarks.KeyByReduce", "io.weir.benchmarks.flink.FlinkKeyByReduce"),
    /** A count in state over a million keys. */
    STATEFUL("io.weir.benchmarks.StatefulCount", "io.weir.benchmarks.flink.FlinkStatefulCount"),
    /** The same in RocksDB with checkpoints. */
    ROCKS("io.weir.benchmarks.RocksCount", "io.weir.benchmarks.flink.FlinkRocksCount"),
    /** A sum per key and second. */
    TUMBLING("io.weir.benchmarks.TumblingWindow", "io.weir.benchmarks.flink.FlinkTumblingWindow"),
    /** A sum per key and ten seconds, each second. */
    SLIDING("io.weir.benchmarks.SlidingWindow", "io.weir.benchmarks.flink.FlinkSlidingWindow"),
    /** A sum per key and session. */
    SESSION("io.weir.benchmarks.SessionWindow", "io.weir.benchmarks.flink.FlinkSessionWindow"),
    /** Words of a text, counted. */
    DS_WORDCOUNT("io.weir.benchmarks.batch.WordCount", "io.weir.benchmarks.flink.batch.FlinkWordCount"),
    /** Records of 100 bytes, sorted in each instance. */
    DS_SORT("io.weir.benchmarks.batch.Sort", "io.weir.benchmarks.flink.batch.FlinkSort"),
    /** Pairs of numbers joined with a tenth as many. */
    DS_JOIN("io.weir.benchmarks.batch.Join", "io.weir.benchmarks.flink.batch.FlinkJoin"),
    /** The parts of a graph by a delta iteration. */
    DS_CC("io.weir.benchmarks.batch.ConnectedComponents", "io.weir.benchmarks.flink.batch.FlinkConnectedComponents"),
    /** The ranks of a graph's vertices by a bulk iteration. */
    DS_PAGERANK("io.weir.benchmarks.batch.PageRank", "io.weir.benchmarks.flink.batch.FlinkPageRank");

    private final String weirProgram;
    private final String peerProgram;

    Workload(String weirProgram, String peerProgram) {
        this.weirProgram = weirProgram;
        this.peerProgram = peerProgram;
    }

    /** Returns the workload that the command line names. */
    static Workload of(String name) {
        return Arrays.stream(values())
                .filter(workload -> workload.commandLineName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no workload " + name + ", but "
                        + Arrays.stream(values()).map(Workload::commandLineName).toList()));
    }

    private String commandLineName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the main class of our program. */
    String weirProgram() {
        return weirProgram;
    }

    /** Returns the main class of the peer's program. */
    String peerProgram() {
        return peerProgram;
    }
}
