package io.weir.runtime.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.configuration.Configuration;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.runtime.minicluster.ClusterExecutor;
import io.weir.runtime.minicluster.MiniCluster;
import io.weir.tuple.Tuple2;
import io.weir.types.Types;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much of our own code a record passes: the budget of the design, as a failing test and not as a wish. */
class RecordPathBudgetTest {
    private static final long RECORDS = 50_000;
    private static final int FILES = 12;

    /** Two more than in one process: where an object batch is filled and emptied, a codec writes and reads (decision 9). */
    private static final int FILES_BETWEEN_PROCESSES = 14;

    private static final int METHODS = 30;

    @Test
    void aRecordPassesFewFilesAndMethods() throws Exception {
        check(RecordPathBudgetTest::runHere, FILES);
    }

    private static void check(ClusterExecutor.Program program, int limit) throws Exception {
        program.run();
        try (CallCounter counter = new CallCounter()) {
            program.run();
            Map<String, String> methods = counter.calledAtLeast(RECORDS * 9 / 10);
            TreeSet<String> files = new TreeSet<>(methods.values());
            assertThat(methods).as("the record path is instrumented").hasSizeGreaterThan(5);
            assertThat(files)
                    .as("source files per record, by %s", methods.keySet())
                    .hasSizeLessThanOrEqualTo(limit);
            assertThat(methods.keySet()).as("methods per record").hasSizeLessThanOrEqualTo(METHODS);
        }
    }

    @Test
    @Timeout(120)
    void aRecordPassesFewFilesAndMethodsBetweenProcesses() throws Exception {
        try (MiniCluster cluster = MiniCluster.start(new MiniCluster.Settings(new Configuration(), 2, 1))) {
            ClusterExecutor.on(cluster, () -> check(RecordPathBudgetTest::runApart, FILES_BETWEEN_PROCESSES));
        }
    }

    private static void runHere() throws Exception {
        run(StreamExecutionEnvironment.createLocalEnvironment(1), "default");
    }

    /** Producer and consumer share no slot, hence no TaskManager. */
    private static void runApart() throws Exception {
        run(StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(1), "consumer");
    }

    private static void run(StreamExecutionEnvironment environment, String group) throws Exception {
        environment
                .fromSequence(1, RECORDS)
                .map(value -> Tuple2.of(value % 1_000, value))
                .returns(Types.TUPLE(Types.LONG, Types.LONG))
                .filter(value -> value.f1 > 0)
                .keyBy(value -> value.f0)
                .reduce((first, second) -> Tuple2.of(first.f0, first.f1 + second.f1))
                .slotSharingGroup(group)
                .filter(value -> value.f1 > 0)
                .addSink((value, context) -> {});
        environment.execute("budget");
    }
}
