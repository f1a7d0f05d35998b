package io.weir.testing.state;

import io.weir.functions.AggregateFunction;
import io.weir.functions.Collector;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.OpenContext;
import io.weir.state.AggregatingState;
import io.weir.state.AggregatingStateDescriptor;
import io.weir.state.ListState;
import io.weir.state.ListStateDescriptor;
import io.weir.state.MapState;
import io.weir.state.MapStateDescriptor;
import io.weir.state.ReducingState;
import io.weir.state.ReducingStateDescriptor;
import io.weir.state.StateDescriptor;
import io.weir.state.StateTtlConfig;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.types.Types;
import java.util.Map;
import java.util.TreeMap;

/** Does to states of every kind, all with a time to live, what records say, and tells what it sees. */
final class ExpiringStates extends KeyedProcessFunction<String, ExpiringStates.Order, String> {
    private static final long serialVersionUID = 1L;

    private final StateTtlConfig config;
    private transient ValueState<Long> value;
    private transient ListState<Long> list;
    private transient MapState<Long, Long> map;
    private transient ReducingState<Long> sum;
    private transient AggregatingState<Long, String> text;

    /** What is done. */
    enum Action {
        SET_VALUE,
        GET_VALUE,
        ADD_TO_LIST,
        GET_LIST,
        PUT_INTO_MAP,
        GET_FROM_MAP,
        GET_MAP,
        REMOVE_FROM_MAP,
        ADD_TO_SUM,
        GET_SUM,
        ADD_TO_TEXT,
        GET_TEXT,
        CLEAR
    }

    /** A record. */
    record Order(String key, Action action, long number) {}

    ExpiringStates(StateTtlConfig config) {
        this.config = config;
    }

    @Override
    public void open(OpenContext openContext) {
        value = getRuntimeContext().getState(expiring(new ValueStateDescriptor<>("value", Types.LONG)));
        list = getRuntimeContext().getListState(expiring(new ListStateDescriptor<>("list", Types.LONG)));
        map = getRuntimeContext().getMapState(expiring(new MapStateDescriptor<>("map", Types.LONG, Types.LONG)));
        sum = getRuntimeContext()
                .getReducingState(expiring(new ReducingStateDescriptor<>("sum", Long::sum, Types.LONG)));
        text = getRuntimeContext()
                .getAggregatingState(expiring(new AggregatingStateDescriptor<>("text", new Joining(), Types.STRING)));
    }

    private <D extends StateDescriptor<?, ?>> D expiring(D descriptor) {
        descriptor.enableTimeToLive(config);
        return descriptor;
    }

    @Override
    public void processElement(Order order, Context context, Collector<String> out) throws Exception {
        Object seen = done(order.action(), order.number());
        out.collect(order + " sees " + seen);
    }

    private Object done(Action action, long number) throws Exception {
        switch (action) {
            case SET_VALUE -> value.update(number);
            case ADD_TO_LIST -> list.add(number);
            case PUT_INTO_MAP -> map.put(number, number * 7);
            case REMOVE_FROM_MAP -> map.remove(number);
            case ADD_TO_SUM -> sum.add(number);
            case ADD_TO_TEXT -> text.add(number);
            case CLEAR -> {
                value.clear();
                list.clear();
                map.clear();
                sum.clear();
                text.clear();
            }
            default -> {
                return got(action, number);
            }
        }
        return "nothing";
    }

    private Object got(Action action, long number) throws Exception {
        return switch (action) {
            case GET_VALUE -> value.value();
            case GET_LIST -> text(list.get());
            case GET_FROM_MAP -> map.get(number);
            case GET_MAP -> {
                Map<Long, Long> all = new TreeMap<>();
                map.entries().forEach(entry -> all.put(entry.getKey(), entry.getValue()));
                yield all;
            }
            case GET_SUM -> sum.get();
            default -> text.get();
        };
    }

    private static String text(Iterable<Long> numbers) {
        StringBuilder text = new StringBuilder();
        numbers.forEach(each -> text.append(each).append(' '));
        return text.toString();
    }

    /** Joins numbers. */
    private static final class Joining implements AggregateFunction<Long, String, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String createAccumulator() {
            return "";
        }

        @Override
        public String add(Long number, String accumulator) {
            return accumulator + number + ' ';
        }

        @Override
        public String getResult(String accumulator) {
            return accumulator;
        }

        @Override
        public String merge(String first, String second) {
            return first + second;
        }
    }
}
