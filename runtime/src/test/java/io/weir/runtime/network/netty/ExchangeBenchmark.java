package io.weir.runtime.network.netty;

import io.weir.runtime.network.BytesFrame;
import io.weir.runtime.network.EndOfInput;
import io.weir.runtime.network.Frame;
import io.weir.runtime.network.InputGate;
import io.weir.runtime.network.PartitionFeeder;
import io.weir.runtime.network.Wakeup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures what the exchange carries over loopback between two halves of one process: frames of 32 KiB, no records. */
public final class ExchangeBenchmark {
    private static final long WINDOW = 1 << 20;

    /** How often a task gives way before it parks. */
    private static final int YIELDS = 50;

    /** How many frames a task lets wait for a consumer. */
    private static final int CAPACITY = 4;

    private ExchangeBenchmark() {}

    /** Runs a number of rounds: {@code [gigabytes per round] [channels] [rounds]}. */
    public static void main(String[] arguments) throws Exception {
        double gigabytes = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 8;
        int channels = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        try (ExchangeProcess process = new ExchangeProcess(ExchangeProcess.settings(WINDOW), ExchangeProcess.SECRET)) {
            for (int round = 0; round < rounds; round++) {
                long frames = (long) (gigabytes * (1 << 30) / ExchangeProcess.FRAME / channels);
                ProcessHandle.Info before = ProcessHandle.current().info();
                long start = System.nanoTime();
                run(process, round, channels, frames);
                double seconds = (System.nanoTime() - start) / 1e9;
                double sent = frames * channels * ExchangeProcess.FRAME / 1e9;
                System.out.printf(
                        Locale.ROOT,
                        "%d channels: %.2f GB/s, %.0f frames/s, %.2f CPU seconds per GB%n",
                        channels,
                        sent / seconds,
                        frames * channels / seconds,
                        cpuSeconds(before) / sent);
            }
        }
    }

    /** What the process has used since; on a busy machine this says more than the time that has passed. */
    private static double cpuSeconds(ProcessHandle.Info before) {
        Duration now = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        return now.minus(before.totalCpuDuration().orElse(Duration.ZERO)).toMillis() / 1e3;
    }

    private static void run(ExchangeProcess process, int output, int channels, long frames) throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            PartitionFeeder feeder = PartitionFeeder.register(
                    process.partitions, ExchangeProcess.partition(output * channels + channel), CAPACITY);
            threads.add(new Thread(() -> produce(process, feeder, frames)));
        }
        threads.add(new Thread(() -> consume(process, output, channels)));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void produce(ExchangeProcess process, PartitionFeeder feeder, long frames) {
        for (long i = 0; i < frames; i++) {
            byte[] bytes = process.buffers.take();
            feeder.addSilently(new BytesFrame(bytes, ExchangeProcess.FRAME, 100, false, process.buffers));
        }
        feeder.add(EndOfInput.INSTANCE);
    }

    private static void consume(ExchangeProcess process, int output, int channels) {
        Wakeup wakeup = new Wakeup();
        try (InputGate gate = new InputGate(channels, wakeup)) {
            for (int channel = 0; channel < channels; channel++) {
                gate.connect(channel, process.source(output * channels + channel, 0), process.client);
            }
            int idle = 0;
            while (!gate.isFinished()) {
                Frame frame = gate.poll();
                idle = frame == null ? idle + 1 : 0;
                if (frame instanceof BytesFrame data) {
                    int length = data.length();
                    data.release();
                    gate.consumed(length);
                } else if (idle > YIELDS) {
                    wakeup.park(gate::hasFrames, 0);
                } else if (idle > 0) {
                    Thread.yield();
                }
            }
        }
    }
}
