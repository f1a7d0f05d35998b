package io.weir.examples.streaming;

import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.examples.util.AccessLog;
import io.weir.examples.util.Request;
import io.weir.examples.util.Results;
import io.weir.functions.AggregateFunction;
import io.weir.functions.Collector;
import io.weir.functions.ProcessWindowFunction;
import io.weir.util.ParameterTool;
import io.weir.windowing.assigners.EventTimeSessionWindows;
import io.weir.windowing.windows.TimeWindow;
import java.time.Duration;
import java.time.Instant;

/**
 * Divides the requests of each client of a web server into visits: requests with less than a gap between them. Session
 * windows that count as requests come, with a function that names client and window.
 *
 * <pre>
 * SessionWindowing [--input ACCESS_LOG] [--gap MINUTES] [--output DIRECTORY]
 * </pre>
 *
 * Without an input, a few lines are read; without a gap, it is 30 minutes. Results are lines {@code
 * address,first request,last request,requests}.
 */
public final class SessionWindowing {
    private static final int GAP_MINUTES = 30;

    private SessionWindowing() {}

    /**
     * Runs the program.
     *
     * @param args see above
     * @throws Exception if the job fails
     */
    public static void main(String[] args) throws Exception {
        ParameterTool parameters = ParameterTool.fromArgs(args).requireOnly("input", "gap", "output");
        Duration gap = Duration.ofMinutes(parameters.getInt("gap", GAP_MINUTES));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        DataStream<String> visits = AccessLog.requests(env, parameters)
                .assignTimestampsAndWatermarks(AccessLog.eventTime())
                .setParallelism(1)
                .keyBy(Request::address)
                .window(EventTimeSessionWindows.withGap(gap))
                .aggregate(new Count(), new Describe(gap.toMillis()))
                .name("Visits");
        Results.to(visits, parameters);
        env.execute("SessionWindowing");
    }

    /** Counts. Stateless. */
    private static final class Count implements AggregateFunction<Request, Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long createAccumulator() {
            return 0L;
        }

        @Override
        public Long add(Request value, Long accumulator) {
            return accumulator + 1;
        }

        @Override
        public Long getResult(Long accumulator) {
            return accumulator;
        }

        @Override
        public Long merge(Long first, Long second) {
            return first + second;
        }
    }

    /** Says whose visit it was, and when. Each instance has its own. */
    private static final class Describe extends ProcessWindowFunction<Long, String, String, TimeWindow> {
        private static final long serialVersionUID = 1L;

        private final long gapMillis;

        Describe(long gapMillis) {
            this.gapMillis = gapMillis;
        }

        @Override
        public void process(String address, Context context, Iterable<Long> counts, Collector<String> out) {
            Instant first = Instant.ofEpochMilli(context.window().getStart());
            Instant last = Instant.ofEpochMilli(context.window().getEnd() - gapMillis);
            out.collect(
                    address + "," + first + "," + last + "," + counts.iterator().next());
        }
    }
}
