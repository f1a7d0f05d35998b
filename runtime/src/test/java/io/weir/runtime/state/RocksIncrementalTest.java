package io.weir.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.runtime.state.rocksdb.RocksResources;
import io.weir.runtime.state.rocksdb.RocksStateBackend;
import io.weir.state.MapState;
import io.weir.state.MapStateDescriptor;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.types.Types;
import io.weir.util.WeirException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What captures hold as files of RocksDB, and what becomes of that. */
class RocksIncrementalTest {
    private static final int GROUPS = 8;
    private static final int KEYS = 200;

    private final RocksResources resources = new RocksResources(new RocksResources.Settings(16 << 20, 0.5, 0.1));

    @TempDir
    private Path directory;

    /** What an operator keeps, of which it may not ask for all. */
    private final class Kept implements AutoCloseable {
        final OperatorStates states;
        final KeyedStateBackend<Long> keyed;

        Kept(StateBackend backend, KeyGroupRange groups, OperatorImage image) {
            states = new OperatorStates(
                    backend, new StateBackend.Place(groups, () -> 0, getClass().getClassLoader(), image));
            keyed = states.openKeyed(Types.LONG);
        }

        Kept(OperatorImage image) {
            this(rocks(), KeyGroupRange.of(GROUPS, 1, 0), image);
        }

        ValueState<Long> number() {
            return keyed.states().getState(new ValueStateDescriptor<>("number", Types.LONG));
        }

        MapState<String, Long> map() {
            return keyed.states().getMapState(new MapStateDescriptor<>("map", Types.STRING, Types.LONG));
        }

        ValueState<Object> any() {
            return keyed.states().getState(new ValueStateDescriptor<>("any", Types.GENERIC(Object.class)));
        }

        OperatorImage capture(boolean portable) {
            return OperatorImage.of(states.capture(1, portable));
        }

        boolean owns(long key) {
            return keyed.keyGroups().contains(KeyGroups.groupOf(key, GROUPS));
        }

        @Override
        public void close() {
            keyed.close();
        }
    }

    /** Does something for each key. */
    @FunctionalInterface
    private interface Action {
        void apply(long key) throws Exception;
    }

    private RocksStateBackend rocks() {
        return new RocksStateBackend(resources, directory, true);
    }

    @AfterEach
    void release() {
        resources.close();
    }

    private static void forEach(Kept kept, Action action) throws Exception {
        for (long key = 0; key < KEYS; key++) {
            if (kept.owns(key)) {
                kept.keyed.setCurrentKey(key);
                action.apply(key);
            }
        }
    }

    private OperatorImage filled() throws Exception {
        try (Kept first = new Kept(OperatorImage.EMPTY)) {
            ValueState<Long> number = first.number();
            MapState<String, Long> map = first.map();
            forEach(first, key -> {
                number.update(key);
                map.put("a", key);
                map.put("b", -key);
            });
            return first.capture(false);
        }
    }

    private static void check(Kept kept) throws Exception {
        ValueState<Long> number = kept.number();
        MapState<String, Long> map = kept.map();
        forEach(kept, key -> {
            assertThat(number.value()).isEqualTo(key);
            assertThat(map.get("a")).isEqualTo(key);
            assertThat(map.get("b")).isEqualTo(-key);
        });
    }

    private static Set<String> tables(StateCapture capture) {
        try (capture) {
            return capture.files().stream()
                    .filter(BackendFile::isShared)
                    .map(BackendFile::name)
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void tablesThatAreStoredNeedNotBeStoredAgain() throws Exception {
        try (Kept kept = new Kept(OperatorImage.EMPTY)) {
            ValueState<Long> number = kept.number();
            forEach(kept, number::update);
            Set<String> first = tables(kept.states.capture(1, false));
            Set<String> same = tables(kept.states.capture(2, false));
            kept.keyed.setCurrentKey(1L);
            number.update(-1L);
            Set<String> third = tables(kept.states.capture(3, false));
            assertThat(first).isNotEmpty();
            assertThat(same).isEqualTo(first);
            assertThat(third).containsAll(first).hasSizeGreaterThan(first.size());
        }
    }

    @Test
    void stateThatNobodyAsksForIsInTheNextSavepoint() throws Exception {
        OperatorImage savepoint;
        try (Kept second = new Kept(filled())) {
            second.number();
            savepoint = second.capture(true);
        }
        // It stays so for another one, beside what the savepoint has in the other form.
        try (Kept third = new Kept(savepoint)) {
            savepoint = third.capture(true);
        }
        try (Kept fourth = new Kept(savepoint)) {
            check(fourth);
            assertThat(fourth.states.capture(1, true).files()).isEmpty();
        }
        assertThatThrownBy(() -> new Kept(new HeapStateBackend(), KeyGroupRange.of(GROUPS, 1, 0), filled()))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("files of RocksDB")
                .hasMessageContaining("take a savepoint");
    }

    @Test
    void savepointsAreWithoutFilesOnceAllWasAskedFor() throws Exception {
        OperatorImage savepoint;
        try (Kept second = new Kept(filled())) {
            check(second);
            savepoint = second.capture(true);
        }
        try (Kept third = new Kept(new HeapStateBackend(), KeyGroupRange.of(GROUPS, 1, 0), savepoint)) {
            check(third);
        }
    }

    @Test
    void rowsAreDividedAndPutTogetherAlsoOfStatesThatNobodyAsksFor() throws Exception {
        List<OperatorImage> images = List.of(filled());
        for (int parallelism : new int[] {2, 5, 3, 1}) {
            List<OperatorImage> next = new ArrayList<>();
            for (int i = 0; i < parallelism; i++) {
                KeyGroupRange groups = KeyGroupRange.of(GROUPS, parallelism, i);
                OperatorImage share = OperatorImage.share(images, groups, parallelism, i);
                try (Kept kept = new Kept(rocks(), groups, share)) {
                    if (parallelism % 2 == 0) {
                        kept.map();
                    }
                    next.add(kept.capture(parallelism == 3));
                }
            }
            images = next;
        }
        try (Kept last = new Kept(images.get(0))) {
            check(last);
        }
    }

    @Test
    void valuesThatNameTheirClassesAreKeptSoThatTheseMayChange() throws Exception {
        OperatorImage image;
        try (Kept first = new Kept(OperatorImage.EMPTY)) {
            ValueState<Long> number = first.number();
            ValueState<Object> any = first.any();
            forEach(first, key -> {
                number.update(key);
                any.update("text " + key);
            });
            image = first.capture(false);
        }
        assertThat(sections(image, "number")).isZero();
        assertThat(sections(image, "any")).isPositive();
        try (Kept second = new Kept(image)) {
            image = second.capture(false);
        }
        try (Kept third = new Kept(image)) {
            ValueState<Object> any = third.any();
            ValueState<Long> number = third.number();
            forEach(third, key -> {
                assertThat(number.value()).isEqualTo(key);
                assertThat(any.value()).isEqualTo("text " + key);
                any.clear();
            });
            third.keyed.setCurrentKey(7L);
            any.update(7);
            image = third.capture(false);
        }
        try (Kept fourth = new Kept(image)) {
            ValueState<Object> any = fourth.any();
            forEach(fourth, key -> assertThat(any.value()).isEqualTo(key == 7 ? 7 : null));
        }
    }

    private static int sections(OperatorImage image, String state) {
        return image.keyed().columns().entrySet().stream()
                .filter(each -> each.getKey().column().name().equals(state))
                .mapToInt(each -> each.getValue().size())
                .sum();
    }
}
