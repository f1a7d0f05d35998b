package io.weir.examples.util;

import io.weir.datastream.SingleOutputStreamOperator;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.functions.OutputTag;
import io.weir.functions.ProcessFunction;
import io.weir.time.WatermarkStrategy;
import io.weir.util.ParameterTool;
import java.time.Duration;
import java.util.List;

/** Reads a web server's access log as a stream of requests with event time. Stateless. */
public final class AccessLog {
    /** The lines that are no requests. */
    public static final OutputTag<String> BROKEN_LINES = new OutputTag<>("broken lines") {};

    /** Servers log a request when it ends, under the time when it began. */
    private static final Duration OUT_OF_ORDER = Duration.ofMinutes(1);

    /** What is read without an input. */
    private static final List<String> SAMPLE = List.of(
            line("10.0.0.1", "10:00:05", "/"),
            line("10.0.0.1", "10:00:06", "/style.css"),
            line("10.0.0.2", "10:00:31", "/rivers"),
            line("10.0.0.1", "10:00:40", "/rivers"),
            line("10.0.0.1", "10:00:35", "/weirs"),
            line("10.0.0.2", "10:01:02", "/weirs"),
            line("10.0.0.1", "10:01:15", "/weirs/1"),
            "a line that is no request",
            line("10.0.0.2", "10:44:30", "/"),
            line("10.0.0.1", "10:45:00", "/"));

    private AccessLog() {}

    private static String line(String address, String time, String path) {
        return address + " - - [17/May/2015:" + time + " +0000] \"GET " + path + " HTTP/1.1\" 200 1024 \"-\" \"-\"";
    }

    /**
     * Adds the log {@code --input}, or a few lines if none was given, to a program.
     *
     * @param environment the program
     * @param parameters its arguments
     * @return the requests, which come at most a minute out of order
     */
    public static SingleOutputStreamOperator<Request> requests(
            StreamExecutionEnvironment environment, ParameterTool parameters) {
        // One instance reads, so that the log is read from its beginning to its end.
        return (parameters.has("input")
                        ? environment.readTextFile(parameters.getRequired("input"))
                        : environment.fromCollection(SAMPLE))
                .setParallelism(1)
                .process(new Parse())
                .setParallelism(1)
                .name("Requests");
    }

    /** Returns how requests get their event time. */
    public static WatermarkStrategy<Request> eventTime() {
        return WatermarkStrategy.<Request>forBoundedOutOfOrderness(OUT_OF_ORDER)
                .withTimestampAssigner((request, timestamp) -> request.time());
    }

    /** Divides lines into requests and others. Each instance has its own. */
    private static final class Parse extends ProcessFunction<String, Request> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(String line, Context context, Collector<Request> out) {
            Request.parse(line).ifPresentOrElse(out::collect, () -> context.output(BROKEN_LINES, line));
        }
    }
}
