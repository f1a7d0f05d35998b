package io.weir.examples.streaming;

import io.weir.datastream.SingleOutputStreamOperator;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.examples.util.AccessLog;
import io.weir.examples.util.Request;
import io.weir.examples.util.Results;
import io.weir.functions.Collector;
import io.weir.functions.KeyedProcessFunction;
import io.weir.functions.OpenContext;
import io.weir.functions.OutputTag;
import io.weir.state.MapState;
import io.weir.state.MapStateDescriptor;
import io.weir.util.ParameterTool;
import java.time.Instant;

/**
 * Tells which clients of a web server look at more pages within a minute than people do. State, timers and side outputs of
 * a keyed process function.
 *
 * <pre>
 * PageViewAlerts [--input ACCESS_LOG] [--limit VIEWS] [--output DIRECTORY]
 * </pre>
 *
 * Without an input, a few lines are read; without a limit, it is 20 (2 for these few lines). Results are lines {@code
 * address,minute,views}, at the latest when a minute of event time after that minute has passed.
 */
public final class PageViewAlerts {
    /** Page views that came when their minute had been counted. */
    static final OutputTag<Request> LATE = new OutputTag<>("late page views") {};

    private static final int LIMIT = 20;
    private static final int LIMIT_OF_SAMPLE = 2;

    private PageViewAlerts() {}

    /**
     * Runs the program.
     *
     * @param args see above
     * @throws Exception if the job fails
     */
    public static void main(String[] args) throws Exception {
        ParameterTool parameters = ParameterTool.fromArgs(args).requireOnly("input", "limit", "output");
        int limit = parameters.getInt("limit", parameters.has("input") ? LIMIT : LIMIT_OF_SAMPLE);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        SingleOutputStreamOperator<Request> requests = AccessLog.requests(env, parameters);
        requests.getSideOutput(AccessLog.BROKEN_LINES).printToErr("No request");

        SingleOutputStreamOperator<String> alerts = requests.assignTimestampsAndWatermarks(AccessLog.eventTime())
                .setParallelism(1)
                .filter(Request::isPageView)
                .keyBy(Request::address)
                .process(new CountPerMinute(limit))
                .name("Alerts");
        alerts.getSideOutput(LATE).printToErr("Late");
        Results.to(alerts, parameters);
        env.execute("PageViewAlerts");
    }

    /** Counts the page views of a client by the minute. Each instance has its own. */
    static final class CountPerMinute extends KeyedProcessFunction<String, Request, String> {
        private static final long serialVersionUID = 1L;
        private static final long MINUTE = 60_000;

        private final int limit;
        private transient MapState<Long, Integer> viewsOfMinutes;

        CountPerMinute(int limit) {
            this.limit = limit;
        }

        @Override
        public void open(OpenContext openContext) {
            viewsOfMinutes =
                    getRuntimeContext().getMapState(new MapStateDescriptor<>("views", Long.class, Integer.class));
        }

        @Override
        public void processElement(Request view, Context context, Collector<String> out) throws Exception {
            long minute = Math.floorDiv(view.time(), MINUTE);
            long lastMoment = (minute + 1) * MINUTE - 1;
            if (lastMoment <= context.timerService().currentWatermark()) {
                context.output(LATE, view);
                return;
            }
            Integer views = viewsOfMinutes.get(minute);
            viewsOfMinutes.put(minute, views == null ? 1 : views + 1);
            context.timerService().registerEventTimeTimer(lastMoment); // the same timer each time: it rings once
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) throws Exception {
            long minute = Math.floorDiv(timestamp, MINUTE);
            int views = viewsOfMinutes.get(minute);
            viewsOfMinutes.remove(minute);
            if (views > limit) {
                out.collect(context.getCurrentKey() + "," + Instant.ofEpochMilli(minute * MINUTE) + "," + views);
            }
        }
    }
}
