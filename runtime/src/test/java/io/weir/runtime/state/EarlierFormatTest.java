package io.weir.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.state.StateInstances.Box;
import io.weir.runtime.timers.ManualProcessingTime;
import io.weir.runtime.timers.Timers;
import io.weir.state.BroadcastState;
import io.weir.state.ListState;
import io.weir.state.ListStateDescriptor;
import io.weir.state.MapState;
import io.weir.state.MapStateDescriptor;
import io.weir.state.StateTtlConfig;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.time.TimeDomain;
import io.weir.types.Types;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Reads {@code operator-image-1.bin}, which the version of the engine wrote whose format was 1: what the keys a, b and c
 * had in states of all kinds.
 */
class EarlierFormatTest {
    private static final int GROUPS = 8;

    /** A value with a class of its own. */
    public record Place(String name, int floor) {}

    /** All states of the file. */
    private static final class States {
        final OperatorStates all;
        final KeyedStateBackend<String> keyed;
        final ValueState<Long> count;
        final ValueState<Box> box;
        final ValueState<Object> any;
        final ValueState<String> ending;
        final ListState<Place> places;
        final MapState<String, Long> numbers;
        final NamespacedStateStore<Integer> windows;
        final ValueState<Long> ofWindow;
        final ListState<Object> things;
        final BroadcastState<String, Box> rules;
        final Timers<String, Integer> timers;

        States(OperatorImage image) {
            ClassLoader loader = EarlierFormatTest.class.getClassLoader();
            KeyGroupRange groups = KeyGroupRange.of(GROUPS, 1, 0);
            all = new OperatorStates(new HeapStateBackend(), new StateBackend.Place(groups, () -> 0, loader, image));
            keyed = all.openKeyed(Types.STRING);
            count = keyed.states().getState(new ValueStateDescriptor<>("count", Types.LONG));
            box = keyed.states().getState(new ValueStateDescriptor<>("box", Box.class));
            any = keyed.states().getState(new ValueStateDescriptor<>("any", Types.GENERIC(Object.class)));
            ValueStateDescriptor<String> withEnd = new ValueStateDescriptor<>("ending", Types.STRING);
            withEnd.enableTimeToLive(
                    StateTtlConfig.newBuilder(Duration.ofHours(1)).build());
            ending = keyed.states().getState(withEnd);
            places = keyed.states().getListState(new ListStateDescriptor<>("places", Types.RECORD(Place.class)));
            numbers = keyed.states().getMapState(new MapStateDescriptor<>("numbers", Types.STRING, Types.LONG));
            windows = keyed.namespaced("windows", Types.INT);
            ofWindow = windows.getState(new ValueStateDescriptor<>("ofWindow", Types.LONG));
            things = all.ofInstance().getListState(new ListStateDescriptor<>("things", Types.GENERIC(Object.class)));
            rules = all.ofInstance().getBroadcastState(new MapStateDescriptor<>("rules", String.class, Box.class));
            timers = Timers.of(keyed, Types.INT, new ManualProcessingTime(), (domain, namespace, time) -> {});
        }
    }

    private static OperatorImage written() throws IOException {
        try (InputStream in = EarlierFormatTest.class.getResourceAsStream("operator-image-1.bin")) {
            return OperatorImage.read(in);
        }
    }

    @Test
    void readsFormatOne() throws Exception {
        assertHolds(new States(written()));
    }

    @Test
    void writesTheFormatOfToday() throws Exception {
        OperatorImage again = OperatorImage.of(new States(written()).all.capture(8));
        assertHolds(new States(again));
    }

    @Test
    void passesOnWhatNobodyAskedForAsItWas() throws Exception {
        ClassLoader loader = EarlierFormatTest.class.getClassLoader();
        KeyGroupRange groups = KeyGroupRange.of(GROUPS, 1, 0);
        OperatorStates silent =
                new OperatorStates(new HeapStateBackend(), new StateBackend.Place(groups, () -> 0, loader, written()));
        silent.openKeyed(Types.STRING);
        assertHolds(new States(OperatorImage.of(silent.capture(8))));
    }

    private static void assertHolds(States states) {
        long i = 0;
        for (String key : List.of("a", "b", "c")) {
            i++;
            states.keyed.setCurrentKey(key);
            assertThat(states.count.value()).isEqualTo(i);
            assertThat(states.box.value().number).isEqualTo(10 * i);
            assertThat(states.any.value())
                    .isEqualTo(i == 2 ? new TreeMap<>(Map.of("x", 1)) : new Place("any", (int) i));
            assertThat(states.ending.value()).isEqualTo("end of " + key);
            assertThat(states.places.get()).containsExactly(new Place(key, 1), new Place(key, 2));
            assertThat(states.numbers.get("n")).isEqualTo(i);
            states.windows.setCurrentNamespace(7);
            assertThat(states.ofWindow.value()).isEqualTo(100 * i);
        }
        assertThat(states.timers.count(TimeDomain.EVENT_TIME)).isEqualTo(3);
        List<Object> things = new ArrayList<>();
        states.things.get().forEach(things::add);
        assertThat(things).containsExactly("text", 5L, new Place("thing", 0), new TreeMap<>(Map.of("y", 2)));
        assertThat(states.rules.get("rule").number).isEqualTo(77);
    }
}
