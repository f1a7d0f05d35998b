package io.weir.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs one contender in a fresh process and reads the lines {@code round SECONDS} that it prints, and {@code cpu SECONDS} of those who
 * do.
 *
 * @param seconds the measured rounds, without the warm-up
 * @param cpuSeconds the processor time of these, if it is told
 */
record Rounds(List<Double> seconds, List<Double> cpuSeconds) {
    private static final String PREFIX = "round ";
    private static final String CPU = "cpu ";

    Rounds {
        seconds = List.copyOf(seconds);
        cpuSeconds = List.copyOf(cpuSeconds);
    }

    /**
     * Runs a command.
     *
     * @param command the command
     * @param warmUps how many of its rounds are not counted
     * @return its rounds
     */
    static Rounds of(List<String> command, int warmUps) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<Double> seconds = new ArrayList<>();
        List<Double> cpuSeconds = new ArrayList<>();
        StringBuilder printed = new StringBuilder();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith(PREFIX)) {
                    seconds.add(Double.parseDouble(line.substring(PREFIX.length())));
                } else if (line.startsWith(CPU)) {
                    cpuSeconds.add(Double.parseDouble(line.substring(CPU.length())));
                }
                printed.append(line).append('\n');
            }
        } finally {
            process.destroy();
        }
        int code = process.waitFor();
        if (code != 0 || seconds.size() <= warmUps) {
            throw new IOException("The contender ended with code " + code + ": " + command + "\n" + printed);
        }
        return new Rounds(
                seconds.subList(warmUps, seconds.size()),
                cpuSeconds.subList(Math.min(warmUps, cpuSeconds.size()), cpuSeconds.size()));
    }

    /** Returns the median of some values. */
    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
