package io.weir.runtime.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.tuple.Tuple2;
import io.weir.types.Types;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** How much of our own code a record passes: the budget of the design, as a failing test and not as a wish. */
class RecordPathBudgetTest {
    private static final long RECORDS = 50_000;
    private static final int FILES = 12;
    private static final int METHODS = 30;

    @Test
    void aRecordPassesFewFilesAndMethods() throws Exception {
        run();
        try (CallCounter counter = new CallCounter()) {
            run();
            Map<String, String> methods = counter.calledAtLeast(RECORDS * 9 / 10);
            TreeSet<String> files = new TreeSet<>(methods.values());
            assertThat(methods).as("the record path is instrumented").hasSizeGreaterThan(5);
            assertThat(files)
                    .as("source files per record, by %s", methods.keySet())
                    .hasSizeLessThanOrEqualTo(FILES);
            assertThat(methods.keySet()).as("methods per record").hasSizeLessThanOrEqualTo(METHODS);
        }
    }

    private static void run() throws Exception {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1);
        environment
                .fromSequence(1, RECORDS)
                .map(value -> Tuple2.of(value % 1_000, value))
                .returns(Types.TUPLE(Types.LONG, Types.LONG))
                .filter(value -> value.f1 > 0)
                .keyBy(value -> value.f0)
                .reduce((first, second) -> Tuple2.of(first.f0, first.f1 + second.f1))
                .filter(value -> value.f1 > 0)
                .addSink((value, context) -> {});
        environment.execute("budget");
    }
}
