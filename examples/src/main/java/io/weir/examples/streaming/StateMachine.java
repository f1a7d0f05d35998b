package io.weir.examples.streaming;

import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.examples.util.Connection;
import io.weir.examples.util.Connection.Event;
import io.weir.examples.util.Connection.Phase;
import io.weir.examples.util.GeneratedSource;
import io.weir.examples.util.Results;
import io.weir.functions.Collector;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.OpenContext;
import io.weir.state.ValueState;
import io.weir.state.ValueStateDescriptor;
import io.weir.types.TypeInformation;
import io.weir.util.ParameterTool;
import java.util.Optional;

/**
 * Watches the connections of many clients and tells which of them do what they must not. State of each client is where
 * its connection is; it makes the events up by itself.
 *
 * <pre>
 * StateMachine [--events EVENTS] [--error-rate SHARE] [--output DIRECTORY]
 * </pre>
 *
 * Without arguments there are 100,000 events, one in a thousand of which is wrong. Results are lines {@code
 * client,phase,action}.
 */
public final class StateMachine {
    private static final int EVENTS = 100_000;
    private static final double ERROR_RATE = 0.001;

    private StateMachine() {}

    /**
     * Runs the program.
     *
     * @param args see above
     * @throws Exception if the job fails
     */
    public static void main(String[] args) throws Exception {
        ParameterTool parameters = ParameterTool.fromArgs(args).requireOnly("events", "error-rate", "output");
        int events = parameters.getInt("events", EVENTS);
        double errorRate = parameters.getDouble("error-rate", ERROR_RATE);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        DataStream<String> alerts = env.addSource(
                        new GeneratedSource<>(() -> Connection.events(events, errorRate)),
                        "Events",
                        TypeInformation.of(Event.class))
                .keyBy(Event::client)
                .process(new Watch())
                .name("Alerts");
        Results.to(alerts, parameters);
        env.execute("StateMachine");
    }

    /** Follows the connection of each client. Each instance has its own. */
    static final class Watch extends KeyedProcessFunction<Integer, Event, String> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<Phase> current;

        @Override
        public void open(OpenContext openContext) {
            current = getRuntimeContext().getState(new ValueStateDescriptor<>("phase", Phase.class));
        }

        @Override
        public void processElement(Event event, Context context, Collector<String> out) throws Exception {
            Phase phase = current.value() == null ? Phase.CLOSED : current.value();
            Optional<Phase> next = phase.after(event.action());
            if (next.isEmpty()) {
                out.collect(event.client() + "," + phase + "," + event.action());
            }
            if (next.isEmpty() || next.get() == Phase.CLOSED) {
                current.clear(); // a client without a connection takes no memory
            } else {
                current.update(next.get());
            }
        }
    }
}
