package io.weir.examples.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WindowWordCountTest {
    private static final Pattern COUNT = Pattern.compile("(\\w+),(\\d+)$", Pattern.MULTILINE);

    @Test
    void countsOfAllWindowsAreThoseOfAllWords() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (ServerSocket server = new ServerSocket(0);
                PrintStream prints = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(prints);
            String port = String.valueOf(server.getLocalPort());
            Callable<Void> program = () -> {
                WindowWordCount.main(new String[] {"--port", port, "--window", "50"});
                return null;
            };
            Future<Void> running = thread.submit(program);
            Map<String, Long> expected = Map.of("river", 3L, "weir", 2L);
            try (Socket client = server.accept()) {
                client.getOutputStream().write("River weir\nriver, weir!\nriver\n".getBytes(StandardCharsets.UTF_8));
                long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
                while (!sums(printed).equals(expected) && System.nanoTime() < end) {
                    LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
                }
            }
            running.get();
            assertThat(sums(printed)).isEqualTo(expected);
        } finally {
            System.setOut(before);
            thread.shutdownNow();
        }
    }

    private static Map<String, Long> sums(ByteArrayOutputStream printed) {
        Matcher counts = COUNT.matcher(printed.toString(StandardCharsets.UTF_8));
        return counts.results()
                .collect(Collectors.groupingBy(
                        count -> count.group(1), Collectors.summingLong(count -> Long.parseLong(count.group(2)))));
    }
}
