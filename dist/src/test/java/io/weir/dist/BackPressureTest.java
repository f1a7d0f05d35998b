package io.weir.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.jobs.Paced;
import io.weir.dist.Distribution.Result;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fast producer and a slow consumer in two TaskManagers, which are two processes. */
class BackPressureTest {
    private static final long WINDOW = 256 << 10;
    private static final long PROCESS_SIZE = 800L << 20;

    /** What may be under way: the window, and a dozen frames that are filled, wait to be sent or are read just now. */
    private static final long MOST_UNDER_WAY = (WINDOW + 12 * (32 << 10)) / Paced.RECORD_LENGTH;

    /** So many polls without a change show that somebody stands still. */
    private static final int STILL = 20;

    @TempDir
    static Path directory;

    private static Distribution weir;

    @BeforeAll
    static void start() throws Exception {
        weir = new Distribution(directory);
        weir.configure(Map.of(
                "jobmanager.rpc.port",
                String.valueOf(StandaloneClusterTest.freePort()),
                "jobmanager.memory.process.size",
                "640 mb",
                "taskmanager.memory.process.size",
                PROCESS_SIZE + " b",
                "taskmanager.network.channel-window",
                WINDOW + " b",
                "taskmanager.numberOfTaskSlots",
                "1"));
        Files.write(directory.resolve("conf/workers"), List.of("localhost", "localhost"));
        Result started = weir.script("start-cluster.sh");
        assertThat(started.exitCode()).as(started.err()).isZero();
    }

    @AfterAll
    static void stop() throws Exception {
        assertThat(weir.script("stop-cluster.sh").exitCode()).isZero();
    }

    @Test
    void aProducerIsAsFastAsItsConsumerAndNothingPilesUp() throws Exception {
        String jobs = JobJar.make(directory).toString();
        try (ServerSocket server = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
            Result submitted = weir.weir(
                    "run",
                    "-t",
                    "remote",
                    "-d",
                    "-c",
                    "com.example.jobs.Paced",
                    jobs,
                    String.valueOf(server.getLocalPort()));
            assertThat(submitted.exitCode()).as(submitted.err()).isZero();
            server.setSoTimeout(60_000);
            try (Peer one = Peer.accept(server);
                    Peer other = Peer.accept(server)) {
                Peer producer = one.role == Paced.PRODUCER ? one : other;
                Peer consumer = producer == one ? other : one;
                assertThat(List.of(producer.role, consumer.role)).containsExactly(Paced.PRODUCER, Paced.CONSUMER);
                assertThat(producer.process).isNotEqualTo(consumer.process);

                // More than the heap of either process, so that nothing of it can have stayed.
                for (int batches : List.of(0, 1, 100, 2_000)) {
                    long before = consumer.records();
                    consumer.allow(batches);
                    Waiting.until(
                            "the consumer has taken what it may",
                            () -> consumer.records() >= Math.max(Paced.BATCH, before + (long) batches * Paced.BATCH));
                    awaitStandstill(producer);
                    assertThat(producer.records() - consumer.records())
                            .as("records under way after " + batches + " batches")
                            .isLessThanOrEqualTo(MOST_UNDER_WAY);
                    assertFits(producer);
                    assertFits(consumer);
                }
                cancelWhileTheProducerIsHeldBack(submitted);
            }
        }
    }

    private static void awaitStandstill(Peer producer) throws Exception {
        long[] last = {-1, 0};
        Waiting.until("the producer stands still", () -> {
            long now = producer.records();
            last[1] = now == last[0] ? last[1] + 1 : 0;
            last[0] = now;
            return last[1] == STILL;
        });
    }

    /** Never had the process more memory than it was given, direct memory included. */
    private static void assertFits(Peer peer) throws IOException {
        Path status = Path.of("/proc", String.valueOf(peer.process), "status");
        if (Files.exists(status)) {
            Matcher peak = Pattern.compile("VmHWM:\\s+(\\d+) kB").matcher(Files.readString(status));
            assertThat(peak.find()).isTrue();
            assertThat(Long.parseLong(peak.group(1)) << 10).isLessThan(PROCESS_SIZE);
        }
    }

    private static void cancelWhileTheProducerIsHeldBack(Result submitted) throws Exception {
        Matcher job = Pattern.compile("JobID ([0-9a-f]{32})").matcher(submitted.out());
        assertThat(job.find()).isTrue();
        assertThat(weir.weir("cancel", job.group(1)).exitCode()).isZero();
    }

    /** One of the two functions, at the other end of a socket. */
    private static final class Peer implements AutoCloseable {
        private final Socket socket;
        private final int role;
        private final long process;
        private final AtomicLong records = new AtomicLong(); // written by the reader, read by the test

        private Peer(Socket socket) throws IOException {
            this.socket = socket;
            DataInputStream in = new DataInputStream(socket.getInputStream());
            this.role = in.readInt();
            this.process = in.readLong();
            Thread reader = new Thread(() -> read(in), "reports");
            reader.setDaemon(true);
            reader.start();
        }

        static Peer accept(ServerSocket server) throws IOException {
            return new Peer(server.accept());
        }

        private void read(DataInputStream in) {
            try {
                while (true) {
                    records.set(in.readLong());
                }
            } catch (EOFException | SocketException e) {
                return; // the function has ended, or the test has
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        long records() {
            return records.get();
        }

        void allow(int batches) throws IOException {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.write(new byte[batches]);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
