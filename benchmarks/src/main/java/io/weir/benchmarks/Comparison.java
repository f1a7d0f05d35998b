package io.weir.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compares Weir with the peer: the contenders take turns, each turn in a fresh process, and only the medians over all
 * turns are compared. The peer's best setting counts.
 *
 * <p>Arguments: {@code RECORDS ROUNDS TURNS WEIR-CLASSPATH FLINK-CLASSPATH [JVM-OPTION…]}.
 */
public final class Comparison {
    private static final int WARM_UPS = 2;
    private static final String WEIR = "weir";

    private Comparison() {}

    /** Runs the comparison and prints it. */
    public static void main(String[] args) throws Exception {
        String records = args[0];
        String rounds = String.valueOf(Integer.parseInt(args[1]) + WARM_UPS);
        int turns = Integer.parseInt(args[2]);
        List<String> options = List.of(args).subList(5, args.length);
        Map<String, List<String>> contenders = new LinkedHashMap<>();
        contenders.put(
                WEIR,
                command(options, args[3], "io.weir.benchmarks.KeyByReduce", List.of("inprocess", records, rounds)));
        for (String reuse : List.of("true", "false")) {
            contenders.put(
                    "flink-1.20.3 object-reuse=" + reuse,
                    command(
                            options,
                            args[4],
                            "io.weir.benchmarks.flink.FlinkKeyByReduce",
                            List.of("inprocess", records, rounds, reuse)));
        }
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        for (int turn = 0; turn < turns; turn++) {
            for (Map.Entry<String, List<String>> contender : contenders.entrySet()) {
                seconds.computeIfAbsent(contender.getKey(), name -> new ArrayList<>())
                        .addAll(Rounds.of(contender.getValue(), WARM_UPS).seconds());
            }
        }
        print(Long.parseLong(records), seconds);
    }

    private static List<String> command(List<String> options, String classPath, String main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(arguments);
        return command;
    }

    private static void print(long records, Map<String, List<Double>> seconds) {
        double best = Double.MAX_VALUE;
        for (Map.Entry<String, List<Double>> contender : seconds.entrySet()) {
            double median = Rounds.median(contender.getValue());
            if (!contender.getKey().equals(WEIR)) {
                best = Math.min(best, median);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-34s median %7.3f s  %8.2f M records/s  rounds %s%n",
                    contender.getKey(),
                    median,
                    records / median / 1e6,
                    contender.getValue());
        }
        System.out.printf(
                Locale.ROOT, "weir is %.2f times the peer's best setting%n", best / Rounds.median(seconds.get(WEIR)));
    }
}
