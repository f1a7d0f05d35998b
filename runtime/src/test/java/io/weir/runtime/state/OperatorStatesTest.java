package io.weir.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.runtime.state.StateInstances.Box;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.state.BroadcastState;
import io.weir.state.ListState;
import io.weir.state.ListStateDescriptor;
import io.weir.state.MapStateDescriptor;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.types.TypeInformation;
import io.weir.types.Types;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OperatorStatesTest {
    private static final int GROUPS = 8;
    private static final ListStateDescriptor<Box> BOXES = new ListStateDescriptor<>("boxes", Box.class);
    private static final MapStateDescriptor<String, Box> RULES =
            new MapStateDescriptor<>("rules", String.class, Box.class);

    private static OperatorStates states(int parallelism, int instance, OperatorImage image) {
        ClassLoader loader = OperatorStatesTest.class.getClassLoader();
        KeyGroupRange groups = KeyGroupRange.of(GROUPS, parallelism, instance);
        return new OperatorStates(new HeapStateBackend(), new StateBackend.Place(groups, () -> 0, loader, image));
    }

    private static OperatorStates states() {
        return states(1, 0, OperatorImage.EMPTY);
    }

    private static List<Long> numbers(ListState<Box> list) {
        List<Long> numbers = new ArrayList<>();
        list.get().forEach(box -> numbers.add(box.number));
        return numbers;
    }

    @Test
    void dividesListsAndRepeatsUnionsAndBroadcastMaps() {
        List<OperatorImage> images = new ArrayList<>();
        ListStateDescriptor<Box> all = new ListStateDescriptor<>("all", Box.class);
        for (int instance = 0; instance < 2; instance++) {
            OperatorStates states = states(2, instance, OperatorImage.EMPTY);
            for (int i = 0; i < 4; i++) {
                states.ofInstance().getListState(BOXES).add(new Box(10L * instance + i));
            }
            states.ofInstance().getUnionListState(all).add(new Box(instance));
            states.ofInstance().getBroadcastState(RULES).put("rule", new Box(7));
            images.add(OperatorImage.of(states.capture(3)));
        }

        List<Long> dealt = new ArrayList<>();
        for (OperatorImage image : OperatorImage.divide(images, GROUPS, 3)) {
            OperatorStates states = states(3, 0, image);
            assertThat(states.image().checkpointId()).isEqualTo(3);
            List<Long> own = numbers(states.ofInstance().getListState(BOXES));
            assertThat(own).hasSizeBetween(2, 3);
            dealt.addAll(own);
            assertThat(numbers(states.ofInstance().getUnionListState(all))).containsExactly(0L, 1L);
            assertThat(states.ofInstance().getBroadcastState(RULES).get("rule").number)
                    .isEqualTo(7);
        }
        assertThat(dealt).containsExactly(0L, 1L, 2L, 3L, 10L, 11L, 12L, 13L);
    }

    /** Eight bytes for the key and eight for the count would be 16,000. */
    @Test
    void countsOfSmallKeysTakeFewBytes() throws Exception {
        ValueStateDescriptor<Long> count = new ValueStateDescriptor<>("count", Types.LONG);
        OperatorStates states = states();
        KeyedStateBackend<Long> keyed = states.openKeyed(Types.LONG);
        ValueState<Long> counts = keyed.states().getState(count);
        for (long key = 0; key < 1_000; key++) {
            keyed.setCurrentKey(key);
            counts.update(-key);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OperatorCapture capture = states.capture(1)) {
            capture.writeTo(bytes);
        }
        assertThat(bytes.size()).isLessThan(5_000);

        OperatorImage image = OperatorImage.read(new ByteArrayInputStream(bytes.toByteArray()));
        KeyedStateBackend<Long> restored = states(1, 0, image).openKeyed(Types.LONG);
        ValueState<Long> again = restored.states().getState(count);
        for (long key = 0; key < 1_000; key++) {
            restored.setCurrentKey(key);
            assertThat(again.value()).isEqualTo(-key);
        }
    }

    @Test
    void capturesStayAsTheyAreWhileStateChanges() {
        OperatorStates states = states();
        ListState<Box> boxes = states.ofInstance().getListState(BOXES);
        BroadcastState<String, Box> rules = states.ofInstance().getBroadcastState(RULES);
        boxes.add(new Box(1));
        rules.put("a", new Box(1));
        OperatorCapture first = states.capture(1);
        boxes.get().iterator().next().number = 2;
        rules.get("a").number = 2;
        OperatorCapture second = states.capture(2);
        boxes.add(new Box(9));
        rules.remove("a");

        OperatorStates ofFirst = states(1, 0, OperatorImage.of(first));
        OperatorStates ofSecond = states(1, 0, OperatorImage.of(second));
        assertThat(numbers(ofFirst.ofInstance().getListState(BOXES))).containsExactly(1L);
        assertThat(ofFirst.ofInstance().getBroadcastState(RULES).get("a").number)
                .isEqualTo(1);
        assertThat(numbers(ofSecond.ofInstance().getListState(BOXES))).containsExactly(2L);
        assertThat(ofSecond.ofInstance().getBroadcastState(RULES).get("a").number)
                .isEqualTo(2);
        assertThat(numbers(boxes)).containsExactly(2L, 9L);
        assertThat(rules.contains("a")).isFalse();
    }

    @Test
    void keepsWhatNobodyAsksFor() {
        OperatorStates states = states();
        states.ofInstance().getListState(BOXES).add(new Box(5));
        KeyedStateBackend<String> keyed = states.openKeyed(Types.STRING);
        ValueState<Long> count = keyed.states().getState(new ValueStateDescriptor<>("count", Types.LONG));
        keyed.setCurrentKey("a");
        count.update(3L);

        OperatorStates silent = states(1, 0, OperatorImage.of(states.capture(1)));
        silent.openKeyed(Types.STRING);
        OperatorStates next = states(1, 0, OperatorImage.of(silent.capture(2)));
        assertThat(numbers(next.ofInstance().getListState(BOXES))).containsExactly(5L);
        KeyedStateBackend<String> again = next.openKeyed(Types.STRING);
        again.setCurrentKey("a");
        // Asked for in the middle of a record: the key stays the current one.
        ValueState<Long> late = again.states().getState(new ValueStateDescriptor<>("count", Types.LONG));
        assertThat(late.value()).isEqualTo(3L);
        assertThat(again.currentKey()).isEqualTo("a");
    }

    @Test
    void refusesStateOfOtherTypes() {
        OperatorStates states = states();
        KeyedStateBackend<String> keyed = states.openKeyed(Types.STRING);
        keyed.setCurrentKey("a");
        keyed.states().getState(new ValueStateDescriptor<>("count", Types.LONG)).update(3L);
        states.ofInstance().getListState(BOXES).add(new Box(5));
        OperatorImage image = OperatorImage.of(states.capture(1)).named("counter-1", "Count");

        assertThatThrownBy(() -> states(1, 0, image)
                        .openKeyed(Types.STRING)
                        .states()
                        .getState(new ValueStateDescriptor<>("count", Types.STRING)))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INCOMPATIBLE))
                .hasMessage(
                        "The state 'count' of 'Count' (id counter-1) cannot be restored: value: it was written as Long and"
                                + " is now String. Mend: keep its type, or give the new one another name.");
        assertThatThrownBy(() -> states(1, 0, image)
                        .openKeyed(Types.STRING)
                        .states()
                        .getListState(new ListStateDescriptor<>("count", Types.LONG)))
                .hasMessageContaining("it was kept as count (value of Long)")
                .hasMessageContaining("asks for count (list of List<Long>)");
        assertThatThrownBy(() -> states(1, 0, image).openKeyed(Types.LONG))
                .hasMessageContaining("the keys were of type String and are now of type Long");
        assertThatThrownBy(() ->
                        states(1, 0, image).ofInstance().getListState(new ListStateDescriptor<>("boxes", Types.LONG)))
                .hasMessageContaining("The operator state 'boxes' of 'Count'")
                .hasMessageContaining("it was written as Box<number: long> and is now Long");
    }

    @Test
    void namesWhatIsAskedForInTwoWays() {
        OperatorStates states = states();
        states.ofInstance().getListState(BOXES);
        assertThatThrownBy(() -> states.ofInstance().getUnionListState(BOXES))
                .hasMessageContaining("'boxes' is asked for in two ways");
        KeyedStateBackend<String> keyed = states.openKeyed(Types.STRING);
        keyed.states().getState(new ValueStateDescriptor<>("count", Types.LONG));
        assertThatThrownBy(() -> keyed.states().getListState(new ListStateDescriptor<>("count", Types.LONG)))
                .hasMessageContaining("is both")
                .hasMessageContaining("give one of them another name");
    }

    @Test
    void saysWhereThereIsNoKey() {
        KeyedStateBackend<String> keyed = states().openKeyed(Types.STRING);
        ValueState<Long> count = keyed.states().getState(new ValueStateDescriptor<>("count", Types.LONG));
        assertThat(count.value()).isNull();
        assertThatThrownBy(() -> count.update(1L)).hasMessageContaining("where there is no key");
    }

    @Test
    void refusesAKeyOfAnotherInstance() {
        KeyedStateBackend<Integer> keyed = states(2, 0, OperatorImage.EMPTY).openKeyed(Types.INT);
        int foreign = IntStream.iterate(0, i -> i + 1)
                .filter(i -> KeyGroups.groupOf(i, GROUPS) >= GROUPS / 2)
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> keyed.setCurrentKey(foreign)).hasMessageContaining("does not belong to this instance");
    }

    /** Counts by key group. */
    private static final class CountPerGroup implements KeyedPart {
        private final Map<Integer, Integer> counts = new HashMap<>();

        @Override
        public String name() {
            return "counts";
        }

        @Override
        public String types() {
            return "Integer";
        }

        @Override
        public StateSchema schema() {
            return StateSchema.ofPart(Types.STRING, null, Types.INT, (key, none, value) -> value);
        }

        @Override
        public Restorer restorer(WrittenTypes written) {
            TypeSerializer<Integer> numbers = written.values(Types.INT.createSerializer());
            return (group, in) -> counts.put(group, numbers.deserialize(in));
        }

        @Override
        public Frozen freeze() {
            Map<Integer, Integer> frozen = Map.copyOf(counts);
            return new Frozen() {
                @Override
                public void write(int keyGroup, RecordOutput out) {
                    if (frozen.containsKey(keyGroup)) {
                        out.writeInt(frozen.get(keyGroup));
                    }
                }

                @Override
                public void close() {
                    // It is a copy.
                }
            };
        }
    }

    @Test
    void partsAreDividedWithTheKeys() {
        OperatorStates states = states();
        CountPerGroup counts = new CountPerGroup();
        states.openKeyed(Types.STRING).attach(counts);
        for (int group = 0; group < GROUPS; group++) {
            counts.counts.put(group, 100 + group);
        }
        List<OperatorImage> images = OperatorImage.divide(List.of(OperatorImage.of(states.capture(1))), GROUPS, 2);
        for (int instance = 0; instance < 2; instance++) {
            CountPerGroup own = new CountPerGroup();
            states(2, instance, images.get(instance)).openKeyed(Types.STRING).attach(own);
            int first = instance * GROUPS / 2;
            Map<Integer, Integer> expected = new HashMap<>();
            for (int group = first; group < first + GROUPS / 2; group++) {
                expected.put(group, 100 + group);
            }
            assertThat(own.counts).isEqualTo(expected);
        }
    }

    @Test
    void anotherThreadWritesWhileTheTaskGoesOn() throws Exception {
        OperatorStates states = states();
        KeyedStateBackend<Long> keyed = states.openKeyed(Types.LONG);
        TypeInformation<Box> type = TypeInformation.of(Box.class);
        ValueState<Long> number = keyed.states().getState(new ValueStateDescriptor<>("number", Types.LONG));
        ValueState<Box> box = keyed.states().getState(new ValueStateDescriptor<>("box", type));
        int keys = 20_000;
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            for (long round = 0; round < 8; round++) {
                write(keyed, number, box, keys, round);
                OperatorCapture capture = states.capture(round);
                Future<OperatorImage> image = writer.submit(() -> OperatorImage.of(capture));
                for (int i = 0; i < 3; i++) {
                    write(keyed, number, box, keys + (int) round * 100, -1 - i);
                }
                OperatorStates restored = states(1, 0, image.get());
                KeyedStateBackend<Long> other = restored.openKeyed(Types.LONG);
                ValueState<Long> otherNumber =
                        other.states().getState(new ValueStateDescriptor<>("number", Types.LONG));
                ValueState<Box> otherBox = other.states().getState(new ValueStateDescriptor<>("box", type));
                for (long key = 0; key < keys; key++) {
                    other.setCurrentKey(key);
                    assertThat(otherNumber.value()).isEqualTo(round);
                    assertThat(otherBox.value().number).isEqualTo(round);
                }
            }
        } finally {
            writer.shutdownNow();
        }
    }

    private static void write(
            KeyedStateBackend<Long> keyed, ValueState<Long> number, ValueState<Box> box, int keys, long value) {
        for (long key = 0; key < keys; key++) {
            keyed.setCurrentKey(key);
            number.update(value);
            Box changed = box.value() == null ? new Box() : box.value();
            changed.number = value;
            box.update(changed);
        }
    }
}
