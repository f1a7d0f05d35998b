package io.weir.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.datastream.DataStream;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.util.CloseableIterator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams of text from a real server on a free port. */
@Timeout(120)
class SocketTextStreamTest {
    private final StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1);
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private ServerSocket server;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        thread.shutdownNow();
    }

    private DataStream<String> stream(String delimiter, long retries) {
        return environment.socketTextStream(
                server.getInetAddress().getHostAddress(), server.getLocalPort(), delimiter, retries);
    }

    private Future<?> serve(String... texts) {
        return thread.submit(() -> {
            for (String text : texts) {
                try (Socket client = server.accept()) {
                    client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
                }
            }
            return null;
        });
    }

    private static List<String> collect(DataStream<String> stream) {
        List<String> lines = new ArrayList<>();
        try (CloseableIterator<String> results = stream.executeAndCollect()) {
            results.forEachRemaining(lines::add);
        }
        return lines;
    }

    @Test
    void linesComeUntilTheServerCloses() throws Exception {
        Future<?> served = serve("one\r\ntwo\n\nthrée");
        assertThat(collect(stream("\n", 0))).containsExactly("one", "two", "", "thrée");
        served.get();
    }

    @Test
    void otherDelimitersMayBeLongAndSplit() throws Exception {
        String longText = "x".repeat(100_000);
        Future<?> served = serve("a||b|c||" + longText + "||");
        assertThat(collect(stream("||", 0))).containsExactly("a", "b|c", longText);
        served.get();
    }

    @Test
    void aServerThatClosesIsTriedAgain() throws Exception {
        Future<?> served = serve("first\n", "second\n");
        assertThat(collect(stream("\n", 1))).containsExactly("first", "second");
        served.get();
    }

    @Test
    void cancelingEndsAReadThatWaits() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        Future<?> served = thread.submit(() -> {
            try (Socket client = server.accept()) {
                client.getOutputStream().write("first\n".getBytes(StandardCharsets.UTF_8));
                client.getOutputStream().flush();
                done.await();
            }
            return null;
        });
        assertThat(stream("\n", 0).executeAndCollect(1)).containsExactly("first");
        done.countDown();
        served.get();
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws IOException {
        int port = server.getLocalPort();
        server.close();
        DataStream<String> lines = environment.socketTextStream("localhost", port);
        assertThatThrownBy(() -> collect(lines)).hasStackTraceContaining("text server localhost:" + port);
    }
}
