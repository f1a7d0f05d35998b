package io.weir.testing.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testing.windows.WindowCase.Windows;
import io.weir.testing.windows.WindowCases.Move;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Windows as programs write them against {@link NaiveWindows}: every assigner with every trigger, evictor and lateness, over
 * streams in any order, and with captures from which instances of another number go on.
 */
class WindowPropertiesTest {
    @Provide
    Arbitrary<WindowCase> cases() {
        return WindowCases.all();
    }

    @Provide
    Arbitrary<List<Move>> moves() {
        return WindowCases.moves();
    }

    @Property(tries = 4000)
    void windowsDoAsTheModel(@ForAll("cases") WindowCase settings, @ForAll("moves") List<Move> moves) throws Exception {
        NaiveWindows model = new NaiveWindows(settings);
        try (WindowRun run = new WindowRun(settings)) {
            long watermark = Long.MIN_VALUE;
            for (Move move : moves) {
                if (move instanceof Move.Take take) {
                    model.add(take.key(), take.value(), take.time());
                    run.take(take.key(), take.value(), take.time());
                } else if (move instanceof Move.Mark mark) {
                    watermark = mark.time();
                    model.advance(watermark);
                    run.mark(watermark);
                } else if (move instanceof Move.Clock clock) {
                    model.advanceClock(clock.time());
                    run.clock(clock.time());
                } else if (move instanceof Move.Restart restart) {
                    if (watermark != Long.MIN_VALUE) {
                        model.advance(watermark);
                    }
                    run.restart(restart.parallelism());
                }
                assertThat(run.results()).as("after %s", move).isEqualTo(model.results());
            }
            model.advance(Long.MAX_VALUE);
            run.end();
            assertThat(run.results()).as("at the end").isEqualTo(model.results());
            assertThat(run.asides()).as("side output").isEqualTo(model.asides());
            assertThat(run.late()).as("late records").isEqualTo(model.late());
            boolean everyWindowIsOver =
                    settings.assigner().eventTime() && settings.assigner().windows() != Windows.GLOBAL_UNTIL_THE_END;
            if (everyWindowIsOver
                    && !(settings.counting() && settings.contents().isTold())) {
                assertThat(run.keysWithState()).as("keys with state").isZero();
            }
        }
    }
}
