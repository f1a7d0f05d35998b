package io.weir.runtime.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CombinedWatermarkTest {
    /** What an output was told. */
    private static final class Told extends Output<Object> {
        private final List<String> calls = new ArrayList<>();

        @Override
        public void collect(Object value, long timestamp) {
            throw new AssertionError("no records");
        }

        @Override
        public void watermark(long timestamp) {
            calls.add("watermark " + timestamp);
        }

        @Override
        public void idle(boolean idle) {
            calls.add(idle ? "idle" : "active");
        }
    }

    private final Told told = new Told();

    private List<String> tell(CombinedWatermark watermark) throws Exception {
        told.calls.clear();
        watermark.tell(told);
        return told.calls;
    }

    @Test
    void timeWaitsForThePartThatIsMostBehind() throws Exception {
        CombinedWatermark watermark = new CombinedWatermark(2);
        watermark.advance(0, 10);
        assertThat(tell(watermark)).isEmpty();
        watermark.advance(1, 5);
        assertThat(tell(watermark)).containsExactly("watermark 5");
        watermark.advance(1, 20);
        assertThat(tell(watermark)).containsExactly("watermark 10");
        watermark.advance(1, 15);
        assertThat(tell(watermark)).isEmpty();
    }

    @Test
    void anIdlePartIsNotWaitedForUntilItComesBack() throws Exception {
        CombinedWatermark watermark = new CombinedWatermark(2);
        watermark.advance(0, 10);
        watermark.setIdle(1, true);
        assertThat(tell(watermark)).containsExactly("watermark 10");
        watermark.advance(1, 3);
        watermark.advance(0, 20);
        assertThat(tell(watermark)).as("held back").isEmpty();
        watermark.advance(1, 15);
        assertThat(tell(watermark)).containsExactly("watermark 15");
    }

    @Test
    void whenAllAreIdleTimeHasComeAsFarAsInAnyOfThem() throws Exception {
        CombinedWatermark watermark = new CombinedWatermark(2);
        watermark.advance(0, 10);
        watermark.advance(1, 5);
        watermark.setIdle(0, true);
        watermark.setIdle(1, true);
        assertThat(tell(watermark)).containsExactly("watermark 10", "idle");
        watermark.setIdle(1, false);
        assertThat(tell(watermark)).containsExactly("active");
    }

    @Test
    void timeEndsOnlyWhenAllHaveEndedEvenIfTheOthersAreIdle() throws Exception {
        CombinedWatermark watermark = new CombinedWatermark(3);
        watermark.advance(0, Long.MAX_VALUE);
        watermark.advance(1, 7);
        watermark.advance(2, 4);
        watermark.setIdle(2, true);
        watermark.setIdle(1, true);
        assertThat(tell(watermark)).containsExactly("watermark 7", "idle");
        watermark.advance(1, Long.MAX_VALUE);
        assertThat(tell(watermark)).isEmpty();
        watermark.advance(2, Long.MAX_VALUE);
        assertThat(tell(watermark)).containsExactly("active", "watermark " + Long.MAX_VALUE);
    }

    @Test
    void aPartThatIsRemovedIsNotWaitedForAndANewOneIs() throws Exception {
        CombinedWatermark watermark = new CombinedWatermark(0);
        int first = watermark.add();
        int second = watermark.add();
        watermark.advance(first, 10);
        watermark.remove(second);
        assertThat(tell(watermark)).containsExactly("watermark 10");
        int third = watermark.add();
        watermark.advance(first, 20);
        assertThat(tell(watermark)).isEmpty();
        watermark.remove(first);
        watermark.remove(third);
        assertThat(tell(watermark)).as("nothing is left to tell more").isEmpty();
    }

    /** One part as the model sees it. */
    private static final class Model {
        long mark = Long.MIN_VALUE;
        boolean idle;
    }

    @Test
    void anyHistoryEndsWhereTheModelSays() throws Exception {
        for (long seed = 0; seed < 3_000; seed++) {
            run(seed);
        }
    }

    private void run(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        CombinedWatermark watermark = new CombinedWatermark(0);
        Map<Integer, Model> parts = new TreeMap<>();
        long expected = Long.MIN_VALUE;
        for (int step = 0; step < 40; step++) {
            if (parts.isEmpty() || random.nextInt(8) == 0) {
                assertThat(parts.put(watermark.add(), new Model())).isNull();
            } else {
                int part = new ArrayList<>(parts.keySet()).get(random.nextInt(parts.size()));
                Model model = parts.get(part);
                switch (random.nextInt(5)) {
                    case 0 -> {
                        watermark.remove(part);
                        parts.remove(part);
                    }
                    case 1 -> {
                        model.idle = random.nextBoolean();
                        watermark.setIdle(part, model.idle);
                    }
                    default -> {
                        long time = random.nextInt(20) == 0 ? Long.MAX_VALUE : random.nextInt(30);
                        watermark.advance(part, time);
                        model.mark = Math.max(model.mark, time);
                        model.idle = false;
                    }
                }
            }
            expected = Math.max(expected, expected(parts, expected));
            assertThat(watermark.watermark()).as("seed %s step %s", seed, step).isEqualTo(expected);
        }
    }

    private static long expected(Map<Integer, Model> parts, long before) {
        if (parts.isEmpty()) {
            return before;
        }
        List<Model> open = parts.values().stream()
                .filter(part -> part.mark < Long.MAX_VALUE)
                .toList();
        if (open.isEmpty()) {
            return Long.MAX_VALUE;
        }
        return open.stream()
                .filter(part -> !part.idle)
                .mapToLong(part -> part.mark)
                .min()
                .orElseGet(
                        () -> open.stream().mapToLong(part -> part.mark).max().getAsLong());
    }
}
