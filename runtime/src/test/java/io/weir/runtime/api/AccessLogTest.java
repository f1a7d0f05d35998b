package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.Collector;
import io.weir.functions.ProcessWindowFunction;
import io.weir.functions.SourceFunction;
import io.weir.time.WatermarkStrategy;
import io.weir.util.CloseableIterator;
import io.weir.windowing.assigners.EventTimeSessionWindows;
import io.weir.windowing.assigners.TumblingEventTimeWindows;
import io.weir.windowing.windows.TimeWindow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Windows over the log of a web server, which is out of order by up to 59 s, against a count by other means. */
class AccessLogTest {
    private static final Path LOG = Path.of(System.getProperty("weir.root", "."), "../shared/data/apache_access.log");
    private static final long GAP = Duration.ofMinutes(30).toMillis();
    private static final long HOUR = Duration.ofHours(1).toMillis();

    record Request(String address, long time, int status) {}

    /** How many requests one key has in one window. */
    record Count(String key, long start, long end, long requests) {}

    @BeforeEach
    void theLogIsHere() {
        Assumptions.assumeTrue(Files.exists(LOG), "skipped: there is no access log at " + LOG.toAbsolutePath());
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "4, 0", "1, 7", "2, 8", "4, 9"})
    void sessionsPerAddress(int parallelism, long seed) throws IOException {
        List<Count> expected = sessions(read(0));
        assertThat(expected.stream().map(Count::key).distinct()).hasSize(1753);
        assertThat(expected).hasSize(3052);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(parallelism);
        assertThat(all(requests(environment, seed)
                        .keyBy(Request::address)
                        .window(EventTimeSessionWindows.withGap(Duration.ofMillis(GAP)))
                        .process(new CountRequests())))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "4, 0", "2, 7"})
    void requestsPerStatusAndHour(int parallelism, long seed) throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        for (Request request : read(0)) {
            counts.merge(request.status() + "@" + request.time() / HOUR, 1L, Long::sum);
        }
        assertThat(counts.entrySet().stream()
                        .filter(count -> count.getKey().startsWith("200@"))
                        .mapToLong(Map.Entry::getValue)
                        .sum())
                .isEqualTo(9126);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(parallelism);
        Map<String, Long> found = new TreeMap<>();
        all(requests(environment, seed)
                        .map(request -> new Count(String.valueOf(request.status()), request.time(), 0, 1))
                        .keyBy(Count::key)
                        .window(TumblingEventTimeWindows.of(Duration.ofHours(1)))
                        .reduce((first, second) ->
                                new Count(first.key(), first.start(), 0, first.requests() + second.requests())))
                .forEach(count -> found.merge(count.key() + "@" + count.start() / HOUR, count.requests(), Long::sum));
        assertThat(found).isEqualTo(counts);
    }

    private static DataStream<Request> requests(StreamExecutionEnvironment environment, long seed) {
        return environment
                .addSource(new Requests(seed))
                .rebalance()
                .map(request -> request)
                .returns(Request.class)
                .assignTimestampsAndWatermarks(
                        WatermarkStrategy.<Request>forBoundedOutOfOrderness(Duration.ofSeconds(60))
                                .withTimestampAssigner((request, before) -> request.time()));
    }

    /** The requests in the order of the log, or in one that a seed shuffles within a minute. */
    private static List<Request> read(long seed) throws IOException {
        Pattern line = Pattern.compile("(\\S+) .*?\\[([^]]+)] \".*\" (\\d{3}) .*");
        DateTimeFormatter format = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);
        List<Request> requests = new ArrayList<>();
        for (String text : Files.readAllLines(LOG, StandardCharsets.UTF_8)) {
            Matcher matcher = line.matcher(text);
            assertThat(matcher.matches()).as(text).isTrue();
            long time =
                    OffsetDateTime.parse(matcher.group(2), format).toInstant().toEpochMilli();
            requests.add(new Request(matcher.group(1), time, Integer.parseInt(matcher.group(3))));
        }
        if (seed != 0) {
            Random random = new Random(seed);
            Map<Request, Long> arrival = new HashMap<>();
            requests.forEach(request -> arrival.put(request, request.time() + random.nextInt(60_000)));
            requests.sort(Comparator.comparing(arrival::get));
        }
        return requests;
    }

    private static List<Count> sessions(List<Request> requests) {
        Map<String, List<Long>> times = new TreeMap<>();
        requests.forEach(request -> times.computeIfAbsent(request.address(), none -> new ArrayList<>())
                .add(request.time()));
        List<Count> sessions = new ArrayList<>();
        times.forEach((address, all) -> {
            all.sort(null);
            int begin = 0;
            for (int i = 1; i <= all.size(); i++) {
                if (i == all.size() || all.get(i) - all.get(i - 1) > GAP) {
                    sessions.add(new Count(address, all.get(begin), all.get(i - 1) + GAP, i - begin));
                    begin = i;
                }
            }
        });
        return sessions;
    }

    private static <T> List<T> all(DataStream<T> stream) {
        List<T> records = new ArrayList<>();
        try (CloseableIterator<T> results = stream.executeAndCollect()) {
            results.forEachRemaining(records::add);
        }
        return records;
    }

    private static final class Requests implements SourceFunction<Request> {
        private static final long serialVersionUID = 1L;

        private final long seed;

        Requests(long seed) {
            this.seed = seed;
        }

        @Override
        public void run(SourceContext<Request> context) throws IOException {
            read(seed).forEach(context::collect);
        }

        @Override
        public void cancel() {
            // it ends soon by itself
        }
    }

    private static final class CountRequests extends ProcessWindowFunction<Request, Count, String, TimeWindow> {
        private static final long serialVersionUID = 1L;

        @Override
        public void process(String address, Context context, Iterable<Request> requests, Collector<Count> out) {
            long count = 0;
            for (Request request : requests) {
                assertThat(request.address()).isEqualTo(address);
                count++;
            }
            TimeWindow window = context.window();
            out.collect(new Count(address, window.getStart(), window.getEnd(), count));
        }
    }
}
