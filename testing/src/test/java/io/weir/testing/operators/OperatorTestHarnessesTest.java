package io.weir.testing.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.ProcessFunction;
import io.weir.runtime.operators.OperatorSpec;
import io.weir.windowing.assigners.TumblingEventTimeWindows;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OperatorTestHarnessesTest {
    private final StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1);

    @Test
    void windowsRunAsTheProgramWritesThem() throws Exception {
        DataStream<Long> sums = environment
                .fromSequence(1, 1)
                .keyBy(value -> value % 2)
                .window(TumblingEventTimeWindows.of(Duration.ofSeconds(10)))
                .reduce(Long::sum);
        try (OneInputStreamOperatorTestHarness<Long, Long> harness = OperatorTestHarnesses.oneInput(sums)) {
            harness.processElement(1L, 1_000);
            harness.processElement(3L, 9_999);
            harness.processElement(5L, 10_000);
            harness.processElement(2L, 2_000);
            harness.processWatermark(9_999);
            assertThat(harness.extractOutputStreamRecords())
                    .containsExactlyInAnyOrder(new StreamRecord<>(4L, 9_999L), new StreamRecord<>(2L, 9_999L));
            harness.clearOutput();
            harness.endInput();
            assertThat(harness.extractOutputValues()).containsExactly(5L);
        }
    }

    @Test
    void rollingReductionsAndMapsToo() throws Exception {
        DataStream<Long> sums =
                environment.fromSequence(1, 1).keyBy(value -> value % 2).reduce(Long::sum);
        try (OneInputStreamOperatorTestHarness<Long, Long> harness = OperatorTestHarnesses.oneInput(sums)) {
            harness.processElement(1L, 1);
            harness.processElement(3L, 2);
            assertThat(harness.extractOutputStreamRecords())
                    .containsExactly(new StreamRecord<>(1L, 1L), new StreamRecord<>(4L, 2L));
        }
        try (OneInputStreamOperatorTestHarness<Long, String> harness =
                OperatorTestHarnesses.oneInput(environment.fromSequence(1, 1).map(value -> "n" + value))) {
            harness.processElement(1L);
            assertThat(harness.extractOutputValues()).containsExactly("n1");
        }
    }

    /** Returns how a keyed function's operator is made in a program. */
    static <O> OperatorSpec<String, O> counting(KeyedProcessFunction<String, String, O> function) {
        return OperatorTestHarnesses.operatorOf(StreamExecutionEnvironment.createLocalEnvironment(1)
                .fromData("")
                .keyBy(word -> word)
                .process(function));
    }

    /** Returns how a function's operator is made in a program. */
    static <O> OperatorSpec<String, O> plain(ProcessFunction<String, O> function) {
        return OperatorTestHarnesses.operatorOf(StreamExecutionEnvironment.createLocalEnvironment(1)
                .fromData("")
                .process(function));
    }
}
