package io.weir.testing.windows;

import io.weir.functions.Collector;
import io.weir.functions.OutputTag;
import io.weir.functions.ProcessWindowFunction;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.tuple.Tuple2;
import io.weir.types.Types;
import io.weir.windowing.windows.TimeWindow;
import io.weir.windowing.windows.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Writes down what it is given of a window, with numbers that it keeps in state of the window and of the key. */
final class WritesDown<W extends Window> extends ProcessWindowFunction<Tuple2<String, Long>, String, String, W> {
    static final OutputTag<String> ASIDE = new OutputTag<>("aside", Types.STRING);
    private static final ValueStateDescriptor<Integer> COMPUTED = new ValueStateDescriptor<>("computed", Types.INT);
    private static final ValueStateDescriptor<Integer> OF_KEY = new ValueStateDescriptor<>("of key", Types.INT);
    private static final long serialVersionUID = 1L;

    private final boolean merging;
    private final boolean counting;

    WritesDown(WindowCase settings) {
        this.merging = settings.assigner().windows().merge();
        this.counting = settings.counting();
    }

    @Override
    public void process(String key, Context context, Iterable<Tuple2<String, Long>> elements, Collector<String> out)
            throws Exception {
        List<Long> values = new ArrayList<>();
        for (Tuple2<String, Long> element : elements) {
            values.add(element.f1);
            element.f1 = -1_000_000_000L; // whoever is given an object may change it
        }
        long start = context.window() instanceof TimeWindow window ? window.getStart() : Long.MIN_VALUE;
        StringBuilder result =
                new StringBuilder(result(key, start, context.window().maxTimestamp(), values, merging));
        if (!merging) {
            result.append(" #").append(next(context.windowState().getState(COMPUTED)));
        }
        if (counting) {
            int number = next(context.globalState().getState(OF_KEY));
            context.output(ASIDE, aside(key, number));
        }
        out.collect(result.toString());
    }

    @Override
    public void clear(Context context) throws Exception {
        if (!merging) {
            context.windowState().getState(COMPUTED).clear();
        }
    }

    private static int next(ValueState<Integer> state) throws Exception {
        Integer before = state.value();
        int number = before == null ? 1 : before + 1;
        state.update(number);
        return number;
    }

    static String aside(String key, int number) {
        return key + " has " + number;
    }

    static String sum(String key, long sum) {
        return key + " " + sum;
    }

    /** How a window is written down. In those that have merged, records have no order. */
    static String result(String key, long start, long last, List<Long> values, boolean sorted) {
        List<Long> written = new ArrayList<>(values);
        if (sorted) {
            Collections.sort(written);
        }
        return key + " [" + start + ", " + last + "] " + written;
    }
}
