package io.weir.examples.streaming;

import io.weir.datastream.AsyncDataStream;
import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.examples.util.AccessLog;
import io.weir.examples.util.Request;
import io.weir.examples.util.Results;
import io.weir.functions.OpenContext;
import io.weir.functions.async.AsyncRetryStrategies;
import io.weir.functions.async.ResultFuture;
import io.weir.functions.async.RetryPredicates;
import io.weir.functions.async.RichAsyncFunction;
import io.weir.util.ParameterTool;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Adds to each page view the network that the client belongs to, which another system knows that takes its time and now
 * and then fails: many requests are under way at a time, and those that failed are tried again.
 *
 * <pre>
 * AsyncEnrichment [--input ACCESS_LOG] [--capacity REQUESTS] [--output DIRECTORY]
 * </pre>
 *
 * Without an input, a few lines are read; without a capacity, 50 requests are under way. Results are lines {@code
 * address,network,path}, in the order of the log where one instance runs.
 */
public final class AsyncEnrichment {
    private static final int CAPACITY = 50;
    private static final int TIMEOUT_SECONDS = 30;
    private static final int ATTEMPTS = 10;
    private static final long RETRY_MILLIS = 5;

    private AsyncEnrichment() {}

    /**
     * Runs the program.
     *
     * @param args see above
     * @throws Exception if the job fails
     */
    public static void main(String[] args) throws Exception {
        ParameterTool parameters = ParameterTool.fromArgs(args).requireOnly("input", "capacity", "output");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        DataStream<Request> views = AccessLog.requests(env, parameters).filter(Request::isPageView);
        DataStream<String> enriched = AsyncDataStream.orderedWaitWithRetry(
                        views,
                        new LookUpNetwork(),
                        TIMEOUT_SECONDS,
                        TimeUnit.SECONDS,
                        parameters.getInt("capacity", CAPACITY),
                        new AsyncRetryStrategies.FixedDelayRetryStrategyBuilder<String>(ATTEMPTS, RETRY_MILLIS)
                                .ifException(RetryPredicates.HAS_EXCEPTION_PREDICATE)
                                .build())
                .name("Networks");
        Results.to(enriched, parameters);
        env.execute("AsyncEnrichment");
    }

    /**
     * Asks the other system, which is made up here: it answers after a millisecond, and fails at each seventh request. Each
     * instance has its own.
     */
    private static final class LookUpNetwork extends RichAsyncFunction<Request, String> {
        private static final long serialVersionUID = 1L;
        private static final int FAILS_EACH = 7;

        private transient ScheduledExecutorService directory;

        /** Counted by the threads of the other system, read by them alone. */
        private transient AtomicInteger requests;

        @Override
        public void open(OpenContext openContext) {
            directory = Executors.newScheduledThreadPool(2);
            requests = new AtomicInteger();
        }

        @Override
        public void asyncInvoke(Request view, ResultFuture<String> result) {
            directory.schedule(() -> answer(view, result), 1, TimeUnit.MILLISECONDS);
        }

        private void answer(Request view, ResultFuture<String> result) {
            if (requests.incrementAndGet() % FAILS_EACH == 0) {
                result.completeExceptionally(new IOException("The directory is busy."));
            } else {
                String network = view.address().substring(0, view.address().lastIndexOf('.')) + ".0/24";
                result.complete(List.of(view.address() + "," + network + "," + view.path()));
            }
        }

        @Override
        public void close() {
            if (directory != null) {
                directory.shutdownNow();
            }
        }
    }
}
