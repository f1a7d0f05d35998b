package io.weir.testing.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.functions.Collector;
import io.weir.functions.KeyedCoProcessFunction;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.OpenContext;
import io.weir.functions.OutputTag;
import io.weir.functions.ProcessFunction;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.types.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessFunctionTestHarnessesTest {
    private static final OutputTag<String> LONG_WORDS = new OutputTag<>("long") {};
    private static final ValueStateDescriptor<Long> COUNT = new ValueStateDescriptor<>("count", Long.class);

    @Test
    void recordsAndWatermarksComeOutInTheirOrder() throws Exception {
        try (OneInputStreamOperatorTestHarness<String, Integer> harness =
                ProcessFunctionTestHarnesses.forProcessFunction(new Lengths())) {
            harness.processElement("a", 10);
            harness.processWatermark(11);
            harness.processElement("abc");
            harness.processElement(new StreamRecord<>("a long word", 12L));
            assertThat(harness.getOutput())
                    .containsExactly(new StreamRecord<>(1, 10L), new StreamWatermark<>(11), new StreamRecord<>(3));
            assertThat(harness.getSideOutput(LONG_WORDS)).containsExactly(new StreamRecord<>("a long word", 12L));
            harness.clearOutput();
            assertThat(harness.getOutput()).isEmpty();
            assertThat(harness.getSideOutput(LONG_WORDS)).isEmpty();
        }
    }

    @Test
    void timersRingWhenTheTestSaysSo() throws Exception {
        try (KeyedOneInputStreamOperatorTestHarness<String, String, String> harness = counting()) {
            harness.processElement("a", 1_000);
            harness.processElement("b", 2_000);
            harness.processElement("a", 2_500);
            harness.processWatermark(10_999);
            assertThat(harness.extractOutputValues()).isEmpty();
            assertThat(harness.numKeyedStateEntries()).isEqualTo(2);
            assertThat(harness.getState("a", COUNT).value()).isEqualTo(2);
            harness.processWatermark(12_000);
            assertThat(harness.extractOutputStreamRecords())
                    .containsExactly(new StreamRecord<>("a 2", 11_000L), new StreamRecord<>("b 1", 12_000L));
            assertThat(harness.getKeys()).isEmpty();

            harness.processElement("c", 20_000);
            harness.setProcessingTime(59_999);
            assertThat(harness.getKeys()).containsExactly("c");
            harness.setProcessingTime(60_000);
            assertThat(harness.extractOutputValues()).endsWith("c forgotten");
            assertThat(harness.getKeys()).isEmpty();
        }
    }

    @Test
    void anotherHarnessStartsFromASnapshot() throws Exception {
        OperatorSnapshot snapshot;
        try (KeyedOneInputStreamOperatorTestHarness<String, String, String> harness = counting()) {
            harness.processElement("a", 1_000);
            harness.processElement("a", 1_000);
            harness.processElement("b", 1_000);
            snapshot = harness.snapshot();
            harness.processElement("a", 1_000);
        }
        List<String> results = new ArrayList<>();
        for (int subtask = 0; subtask < 3; subtask++) {
            try (KeyedOneInputStreamOperatorTestHarness<String, String, String> harness =
                    new KeyedOneInputStreamOperatorTestHarness<>(
                            OperatorTestHarnessesTest.counting(new CountAndForget()),
                            new OperatorInstance(3, 128, subtask))) {
                harness.initializeState(snapshot);
                harness.open();
                for (String key : harness.getKeys()) {
                    results.add(key + harness.getState(key, COUNT).value());
                }
            }
        }
        assertThat(results).containsExactlyInAnyOrder("a2", "b1");
    }

    @Test
    void eventTimeIsThatOfTheInputThatIsBehind() throws Exception {
        try (KeyedTwoInputStreamOperatorTestHarness<String, String, Long, String> harness =
                ProcessFunctionTestHarnesses.forKeyedCoProcessFunction(
                        new Remember(), text -> text, number -> "n" + number, Types.STRING)) {
            harness.processElement1("n1", 5);
            harness.processElement2(1L, 6);
            harness.processElement2(2L);
            harness.processWatermark1(100);
            assertThat(harness.getOutput()).hasSize(1);
            harness.processWatermark2(50);
            assertThat(harness.getOutput()).endsWith(new StreamWatermark<>(50));
            harness.processBothWatermarks(200);
            assertThat(harness.extractOutputValues()).containsExactly("n1 1", "n1 is over");
            assertThat(harness.getOutput()).endsWith(new StreamWatermark<>(200));
        }
    }

    @Test
    void broadcastRecordsAreOfTheSecondInput() throws Exception {
        try (TwoInputStreamOperatorTestHarness<Event, Event, String> harness =
                ProcessFunctionTestHarnesses.forBroadcastProcessFunction(
                        new CaseFunctions.Ruled(), CaseFunctions.RULES)) {
            harness.processElement1(new Event("a", 1, 10), 10);
            harness.processElement2(new Event("a", 7, 11), 11);
            harness.processElement1(new Event("a", 2, 12), 12);
            assertThat(harness.extractOutputValues()).containsExactly("a:1@10 null", "a:2@12 7");
        }
    }

    @Test
    void broadcastRecordsReachTheStateOfAllKeys() throws Exception {
        try (KeyedTwoInputStreamOperatorTestHarness<String, Event, Event, String> harness =
                ProcessFunctionTestHarnesses.forKeyedBroadcastProcessFunction(
                        new CaseFunctions.RuledByKey(), event -> event.key, Types.STRING, CaseFunctions.RULES)) {
            harness.processElement1(new Event("a", 1, 10), 10);
            harness.processElement2(new Event("a", 7, 11), 11);
            harness.processElement1(new Event("a", 2, 12), 12);
            assertThat(harness.getKeys()).containsExactly("a");
            harness.processElement2(new Event("b", 5, 13), 13);
            assertThat(harness.getKeys()).isEmpty();
            assertThat(harness.extractOutputValues()).containsExactly("a:1@10 null 1", "a:2@12 7 2");
        }
    }

    @Test
    void failuresNameTheOperatorAndKeepTheCause() throws Exception {
        try (OneInputStreamOperatorTestHarness<String, Integer> harness =
                ProcessFunctionTestHarnesses.forProcessFunction(new Lengths())) {
            assertThatThrownBy(() -> harness.processElement(""))
                    .hasMessageContaining("Harness")
                    .hasRootCauseMessage("empty");
        }
        OneInputStreamOperatorTestHarness<String, Integer> closed =
                new OneInputStreamOperatorTestHarness<>(OperatorTestHarnessesTest.plain(new Lengths()));
        assertThatThrownBy(() -> closed.processElement("a")).hasMessageContaining("open()");
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, String, String> counting() throws Exception {
        return ProcessFunctionTestHarnesses.forKeyedProcessFunction(new CountAndForget(), word -> word, Types.STRING);
    }

    private static final class Lengths extends ProcessFunction<String, Integer> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(String value, Context context, Collector<Integer> out) {
            if (value.isEmpty()) {
                throw new IllegalArgumentException("empty");
            }
            if (value.length() > 5) {
                context.output(LONG_WORDS, value);
            } else {
                out.collect(value.length());
            }
        }
    }

    /** Emits a key's count ten seconds after its first record, or forgets the key after a minute. */
    static final class CountAndForget extends KeyedProcessFunction<String, String, String> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<Long> count;

        @Override
        public void open(OpenContext openContext) {
            count = getRuntimeContext().getState(COUNT);
        }

        @Override
        public void processElement(String value, Context context, Collector<String> out) throws Exception {
            if (count.value() == null) {
                context.timerService().registerEventTimeTimer(context.timestamp() + 10_000);
                context.timerService()
                        .registerProcessingTimeTimer(context.timerService().currentProcessingTime() + 60_000);
                count.update(0L);
            }
            count.update(count.value() + 1);
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) throws Exception {
            if (count.value() == null) {
                return;
            }
            boolean event = context.timeDomain() == io.weir.time.TimeDomain.EVENT_TIME;
            out.collect(context.getCurrentKey() + (event ? " " + count.value() : " forgotten"));
            count.clear();
        }
    }

    private static final class Remember extends KeyedCoProcessFunction<String, String, Long, String> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<String> seen;

        @Override
        public void open(OpenContext openContext) {
            seen = getRuntimeContext().getState(new ValueStateDescriptor<>("seen", String.class));
        }

        @Override
        public void processElement1(String value, Context context, Collector<String> out) throws Exception {
            seen.update(value);
            context.timerService().registerEventTimeTimer(150);
        }

        @Override
        public void processElement2(Long value, Context context, Collector<String> out) throws Exception {
            if (seen.value() != null) {
                out.collect(seen.value() + " " + value);
            }
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) {
            out.collect(context.getCurrentKey() + " is over");
        }
    }
}
