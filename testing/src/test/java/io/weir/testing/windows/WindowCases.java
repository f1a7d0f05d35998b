package io.weir.testing.windows;

import io.weir.testing.windows.WindowCase.Contents;
import io.weir.testing.windows.WindowCase.Evicting;
import io.weir.testing.windows.WindowCase.Firing;
import io.weir.testing.windows.WindowCase.Windows;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Ways to compute windows and streams of records, at random. Stateless. */
final class WindowCases {
    private WindowCases() {}

    /** What happens to the windows. */
    sealed interface Move {
        /** A record comes. */
        record Take(String key, long value, long time) implements Move {}

        /** Event time goes on. */
        record Mark(long time) implements Move {}

        /** The clock goes on, to an even time. */
        record Clock(long time) implements Move {}

        /** Other instances, as many as this, go on from captures. */
        record Restart(int parallelism) implements Move {}
    }

    private enum Kind {
        TAKE,
        MARK,
        CLOCK,
        RESTART
    }

    private record Step(Kind kind, String key, long value, long jitter) {}

    static Arbitrary<WindowCase> all() {
        Arbitrary<WindowCase.Assigner> assigners = Combinators.combine(
                        Arbitraries.of(Windows.values()),
                        Arbitraries.of(true, true, false),
                        Arbitraries.longs().between(1, 20),
                        Arbitraries.longs().between(1, 12),
                        Arbitraries.longs().between(-11, 11))
                .as(WindowCases::assigner);
        Arbitrary<WindowCase.Trigger> triggers = Combinators.combine(
                        Arbitraries.of(Firing.values()),
                        Arbitraries.of(false, true),
                        Arbitraries.longs().between(1, 6))
                .as((firing, purging, every) -> new WindowCase.Trigger(firing, purging, every));
        Arbitrary<WindowCase.Evictor> evictors = Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(5, Evicting.NOTHING),
                                Tuple.of(1, Evicting.COUNT),
                                Tuple.of(1, Evicting.TIME),
                                Tuple.of(1, Evicting.DELTA)),
                        Arbitraries.of(false, true),
                        Arbitraries.longs().between(0, 12))
                .as(WindowCase.Evictor::new);
        return Combinators.combine(
                        assigners,
                        triggers,
                        evictors,
                        Arbitraries.of(0L, 0L, 3L, 17L),
                        Arbitraries.of(Contents.values()),
                        Arbitraries.of(false, true))
                .as(WindowCases::allowed);
    }

    private static WindowCase.Assigner assigner(
            Windows windows, boolean eventTime, long size, long slide, long offset) {
        boolean byEvents = windows.haveTimes() ? eventTime : windows == Windows.GLOBAL_UNTIL_THE_END;
        long unit = byEvents || !windows.haveTimes() ? 1 : 2;
        long step = windows == Windows.TUMBLING ? size : slide;
        return new WindowCase.Assigner(windows, byEvents, size * unit, step * unit, offset % step * unit);
    }

    /** Leaves out what programs cannot ask for, or what has no answer that is sure. */
    private static WindowCase allowed(
            WindowCase.Assigner assigner,
            WindowCase.Trigger trigger,
            WindowCase.Evictor evictor,
            long lateness,
            Contents contents,
            boolean counting) {
        Windows windows = assigner.windows();
        WindowCase.Evictor none = new WindowCase.Evictor(Evicting.NOTHING, false, 0);
        if (windows == Windows.COUNT || windows == Windows.SLIDING_COUNT) {
            return new WindowCase(assigner, byDefault(false), none, 0, contents, counting);
        }
        // records of windows that have merged have no order, so neither have the last ones
        boolean ordered = !windows.merge() || evictor.evicting() == Evicting.TIME;
        return new WindowCase(
                assigner, allowed(windows, trigger), ordered ? evictor : none, lateness, contents, counting);
    }

    private static WindowCase.Trigger allowed(Windows windows, WindowCase.Trigger trigger) {
        Firing firing = trigger.firing();
        if (!windows.haveTimes()) {
            boolean ofTimes = firing == Firing.AT_EVENT_TIME || firing == Firing.AT_CLOCK_TIME;
            if (ofTimes || firing == Firing.BY_DEFAULT) {
                return byDefault(false);
            }
        }
        if (windows.merge() && firing == Firing.DELTA) {
            return byDefault(trigger.purging());
        }
        long every = firing == Firing.CONTINUOUS_CLOCK_TIME ? trigger.every() * 2 : trigger.every();
        return new WindowCase.Trigger(firing, trigger.purging(), every);
    }

    private static WindowCase.Trigger byDefault(boolean purging) {
        return new WindowCase.Trigger(Firing.BY_DEFAULT, purging, 1);
    }

    /** Half of all records have one key; times wander up in disorder; watermarks follow at any distance. */
    static Arbitrary<List<Move>> moves() {
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(14, Kind.TAKE),
                                Tuple.of(4, Kind.MARK),
                                Tuple.of(3, Kind.CLOCK),
                                Tuple.of(1, Kind.RESTART)),
                        Arbitraries.frequency(
                                Tuple.of(6, "a"),
                                Tuple.of(3, "b"),
                                Tuple.of(1, "c"),
                                Tuple.of(1, "d"),
                                Tuple.of(1, "e")),
                        Arbitraries.longs().between(0, 20),
                        Arbitraries.longs().between(-10, 10))
                .as(Step::new)
                .list()
                .ofMaxSize(60)
                .map(WindowCases::wandering);
    }

    private static List<Move> wandering(List<Step> steps) {
        List<Move> moves = new ArrayList<>();
        long base = -20;
        long watermark = Long.MIN_VALUE;
        long clock = 0;
        for (Step step : steps) {
            base++;
            switch (step.kind()) {
                case TAKE -> moves.add(new Move.Take(step.key(), step.value(), base + step.jitter()));
                case MARK -> {
                    watermark = Math.max(watermark, base + step.jitter());
                    moves.add(new Move.Mark(watermark));
                }
                case CLOCK -> {
                    clock += 2 * Math.abs(step.jitter());
                    moves.add(new Move.Clock(clock));
                }
                case RESTART -> moves.add(new Move.Restart((int) (1 + step.value() % 4)));
            }
        }
        return moves;
    }
}
