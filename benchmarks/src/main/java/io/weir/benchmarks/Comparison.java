package io.weir.benchmarks;

import io.weir.benchmarks.Contender.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compares Weir with the peer: the contenders take turns, each turn in fresh processes, and only the medians over all
 * turns are compared. The peer's best setting counts.
 *
 * <p>Arguments: {@code WORKLOAD inprocess|processes RECORDS ROUNDS TURNS WEIR-CLASSPATH FLINK-CLASSPATH
 * [JVM-OPTION…]}.
 */
public final class Comparison {
    private static final int WARM_UPS = 2;

    private final boolean inProcess;
    private final long records;
    private final int rounds;
    private final List<String> javaOptions;

    private Comparison(boolean inProcess, long records, int rounds, List<String> javaOptions) {
        this.inProcess = inProcess;
        this.records = records;
        this.rounds = rounds;
        this.javaOptions = javaOptions;
    }

    /** Runs the comparison and prints it. */
    public static void main(String[] args) throws Exception {
        Workload workload = Workload.of(args[0]);
        Comparison comparison = new Comparison(
                args[1].equals("inprocess"),
                Long.parseLong(args[2]),
                Integer.parseInt(args[3]) + WARM_UPS,
                List.of(args).subList(7, args.length));
        String flink = workload.peerProgram();
        List<Contender> contenders = List.of(
                new Contender("weir", Engine.WEIR, args[5], workload.weirProgram(), List.of()),
                new Contender("flink-1.20.3 object-reuse=true", Engine.FLINK, args[6], flink, List.of("true")),
                new Contender("flink-1.20.3 object-reuse=false", Engine.FLINK, args[6], flink, List.of("false")));
        Map<Contender, List<Double>> seconds = new LinkedHashMap<>();
        Map<Contender, List<Double>> cpu = new LinkedHashMap<>();
        for (int turn = 0; turn < Integer.parseInt(args[4]); turn++) {
            for (Contender contender : contenders) {
                Rounds measured = comparison.run(contender);
                System.out.println("turn " + (turn + 1) + " " + contender.name() + " " + measured.seconds());
                seconds.computeIfAbsent(contender, one -> new ArrayList<>()).addAll(measured.seconds());
                if (!measured.cpuSeconds().isEmpty()) {
                    cpu.computeIfAbsent(contender, one -> new ArrayList<>()).addAll(measured.cpuSeconds());
                }
            }
        }
        comparison.print("", seconds);
        if (!cpu.isEmpty()) {
            comparison.print("of processor time ", cpu);
        }
    }

    private Rounds run(Contender contender) throws Exception {
        if (inProcess) {
            return Rounds.of(contender.inProcess(records, rounds, javaOptions), WARM_UPS);
        }
        try (ClusterProcesses cluster = contender.startCluster(javaOptions)) {
            return Rounds.of(contender.onCluster(cluster, records, rounds), WARM_UPS);
        }
    }

    private void print(String what, Map<Contender, List<Double>> seconds) {
        double weir = Double.NaN;
        double peer = Double.MAX_VALUE;
        for (Map.Entry<Contender, List<Double>> contender : seconds.entrySet()) {
            double median = Rounds.median(contender.getValue());
            if (contender.getKey().engine() == Engine.WEIR) {
                weir = median;
            } else {
                peer = Math.min(peer, median);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-34s median %7.3f s  %s%8.2f M records/s%n",
                    contender.getKey().name(),
                    median,
                    what,
                    records / median / 1e6);
        }
        System.out.printf(Locale.ROOT, "weir is %.2f times the peer's best setting%n", peer / weir);
    }
}
