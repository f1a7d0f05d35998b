package io.weir.client.verify;

import io.weir.configuration.CheckpointingOptions;
import io.weir.configuration.Configuration;
import io.weir.configuration.HighAvailabilityOptions;
import io.weir.configuration.HighAvailabilityType;
import io.weir.configuration.RestartOptions;
import io.weir.configuration.RestartStrategyType;
import io.weir.configuration.SecurityOptions;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program once undisturbed, and again while its processes are killed, until there were as many kills as were
 * asked for; then compares what the runs have published, record by record.
 *
 * <p>Thread: the one that calls {@link #run}; a shutdown hook may {@link #close}, which kills all processes. Life: one run.
 */
public final class Verification implements AutoCloseable {
    /** What stands for the directory of the output in the program's arguments. */
    public static final String OUTPUT = "{output}";

    /** The number of the run that shows whether the program writes the same each time. */
    private static final int AGAIN = -1;

    private static final int SECRET_BITS = 256;
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(500);
    private static final Duration RESTART_DELAY = Duration.ofMillis(100);

    /** A JobManager that was killed is missed so late. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(3);

    private static final Duration RETRY_WAIT = Duration.ofMillis(200);

    /** A killed process may fail a job more than once, but a program that fails by itself shall come to an end. */
    private static final int RESTARTS_PER_KILL = 10;

    private final Settings settings;
    private final Runner program;
    private final Listener listener;
    private final Path directory;
    private final Configuration configuration;
    private final Random random;
    private final DisturbedCluster.Starter clusters;
    private final List<Victim> victims = new ArrayList<>(); // who are still to be killed
    private final List<Kill> kills = new ArrayList<>();

    // Guarded by this: the thread that runs writes them, the shutdown hook closes.
    private DisturbedCluster current;
    private boolean closed;

    /**
     * What is wanted.
     *
     * @param configuration the options of the processes
     * @param directory where all files of the verification are kept
     * @param taskManagers how many TaskManagers the cluster has
     * @param killTaskManagers how many of them are killed
     * @param killJobManagers how many JobManagers are killed; if any, leaders are elected
     * @param seed decides when and which
     * @param patience after how long without any change a job counts as stuck
     */
    public record Settings(
            Configuration configuration,
            Path directory,
            int taskManagers,
            int killTaskManagers,
            int killJobManagers,
            long seed,
            Duration patience) {}

    /** Runs the program. */
    @FunctionalInterface
    public interface Runner {
        /**
         * Runs it to its end.
         *
         * @param cluster the options by which its jobs get to the cluster
         * @param output the directory that stands in the place of {@link #OUTPUT}
         * @return whether it has come to a good end; if not, it has said why
         * @throws Exception if it could not run
         */
        boolean run(Configuration cluster, String output) throws Exception;
    }

    /** Told of what happens, on different threads. */
    public interface Listener {
        /** A process was killed. */
        void killed(Kill kill);

        /** A run has ended. */
        void ended(RunReport run);
    }

    /**
     * Prepares.
     *
     * @param settings what is wanted
     * @param program the program
     * @param listener told of what happens
     */
    public Verification(Settings settings, Runner program, Listener listener) {
        this(settings, program, listener, EngineCluster::start);
    }

    Verification(Settings settings, Runner program, Listener listener, DisturbedCluster.Starter clusters) {
        this.settings = settings;
        this.program = program;
        this.listener = listener;
        this.clusters = clusters;
        this.directory = settings.directory();
        this.random = new Random(settings.seed());
        this.configuration = withSecret(settings.configuration());
        victims.addAll(Collections.nCopies(settings.killTaskManagers(), Victim.TASK_MANAGER));
        victims.addAll(Collections.nCopies(settings.killJobManagers(), Victim.JOB_MANAGER));
        Collections.shuffle(victims, random);
    }

    private static Configuration withSecret(Configuration base) {
        String secret = new BigInteger(SECRET_BITS, new SecureRandom())
                .setBit(SECRET_BITS - 1)
                .toString(16);
        return new Configuration(base).set(SecurityOptions.CLUSTER_SECRET, secret);
    }

    /**
     * Runs the program and compares.
     *
     * @return what came out
     * @throws WeirException if there is nothing to compare: the program fails, writes nothing, or ends too soon
     */
    public Verdict run() throws Exception {
        OutputLines[] expected = new OutputLines[1];
        RunReport undisturbed = run(0, List.of(), expected);
        listener.ended(undisturbed);
        if (undisturbed.records() == 0) {
            throw new WeirException(
                    ErrorCode.USAGE,
                    "The program has published no record below " + OUTPUT + ": there is nothing to compare.");
        }
        List<RunReport> disturbed = new ArrayList<>();
        while (!victims.isEmpty()) {
            int before = kills.size();
            RunReport run = run(disturbed.size() + 1, List.copyOf(victims), expected);
            disturbed.add(run);
            listener.ended(run);
            if (!run.difference().isNone()) {
                return new Verdict(settings.seed(), undisturbed, disturbed, kills, isAlwaysTheSame(expected));
            }
            if (kills.size() == before) {
                throw new WeirException(
                        ErrorCode.USAGE,
                        "The program ends before anything can be killed: give it more to do, so that it takes at least"
                                + " some seconds.");
            }
        }
        return new Verdict(settings.seed(), undisturbed, disturbed, kills, true);
    }

    /** Before a failure is blamed for a difference, the program shows that it writes the same twice without one. */
    private boolean isAlwaysTheSame(OutputLines[] expected) throws Exception {
        RunReport again = run(AGAIN, List.of(), expected);
        listener.ended(again);
        return again.difference().isNone();
    }

    /** Runs the program once; the first run is what the others are compared with. */
    private RunReport run(int round, List<Victim> toKill, OutputLines[] expected) throws Exception {
        Path place = Files.createDirectories(directory.resolve(nameOf(round)));
        String output = place.resolve("output").toString();
        Disturbance disturbance;
        long begin = System.nanoTime();
        try (DisturbedCluster cluster = open(place, toKill)) {
            Disturbance.Plan plan = new Disturbance.Plan(round, toKill, random, settings.patience());
            disturbance = new Disturbance(cluster, plan, listener::killed);
            disturbance.start();
            boolean good;
            try {
                good = program.run(cluster.client(), output);
            } finally {
                disturbance.end();
            }
            check(round, good, disturbance, cluster);
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        kills.addAll(disturbance.kills());
        disturbance.kills().forEach(kill -> victims.remove(kill.victim()));
        OutputLines lines = OutputLines.read(output);
        expected[0] = round == 0 ? lines : expected[0];
        return new RunReport(
                millis,
                lines.count(),
                lines.files(),
                lines.hiddenFiles(),
                disturbance.last().checkpoints(),
                disturbance.last().restarts(),
                disturbance.kills().size(),
                Difference.between(expected[0], lines));
    }

    private static String nameOf(int round) {
        return switch (round) {
            case 0 -> "undisturbed";
            case AGAIN -> "undisturbed-again";
            default -> "disturbed-" + round;
        };
    }

    private void check(int round, boolean good, Disturbance disturbance, DisturbedCluster cluster) {
        String what =
                round == 0 ? "undisturbed" : "after " + disturbance.kills().size() + " kills";
        if (disturbance.isStuck()) {
            throw new WeirException(
                    ErrorCode.INTERNAL,
                    "The program has not got on for " + settings.patience().toSeconds() + " s, " + what
                            + ". The seed was " + settings.seed() + ".");
        }
        if (!good) {
            throw new WeirException(
                    ErrorCode.USER_FUNCTION,
                    "The program has failed, " + what + ". The seed was " + settings.seed() + ". "
                            + cluster.diedByThemselves());
        }
    }

    private DisturbedCluster open(Path place, List<Victim> toKill) throws InterruptedException {
        int jobManagers = toKill.contains(Victim.JOB_MANAGER) ? 2 : 1;
        DisturbedCluster cluster = clusters.start(
                options(place, toKill.size()), place, new DisturbedCluster.Size(settings.taskManagers(), jobManagers));
        synchronized (this) {
            current = cluster;
            if (closed) {
                cluster.close();
            }
        }
        return cluster;
    }

    /** What the user did not set is set so that a kill costs little time, and that a wrong program fails at once. */
    private Configuration options(Path place, int toKill) {
        Configuration options = new Configuration(configuration);
        if (!options.contains(CheckpointingOptions.INTERVAL)) {
            options.set(CheckpointingOptions.INTERVAL, CHECKPOINT_INTERVAL);
        }
        if (!options.contains(CheckpointingOptions.DIRECTORY)) {
            options.set(
                    CheckpointingOptions.DIRECTORY, place.resolve("checkpoints").toString());
        }
        setElections(options, place);
        if (!options.contains(RestartOptions.TYPE)) {
            options.set(RestartOptions.TYPE, toKill == 0 ? RestartStrategyType.NONE : RestartStrategyType.FIXED_DELAY)
                    .set(RestartOptions.FIXED_DELAY, RESTART_DELAY)
                    .set(RestartOptions.FIXED_DELAY_ATTEMPTS, RESTARTS_PER_KILL * (toKill + 1));
        }
        return options;
    }

    /** Leaders are elected only if they are killed, and then by a ZooKeeper of the cluster's own. */
    private void setElections(Configuration options, Path place) {
        if (settings.killJobManagers() == 0) {
            options.set(HighAvailabilityOptions.TYPE, HighAvailabilityType.NONE);
            return;
        }
        options.set(HighAvailabilityOptions.TYPE, HighAvailabilityType.ZOOKEEPER)
                .set(HighAvailabilityOptions.STORAGE_DIR, place.resolve("ha").toString());
        if (!options.contains(HighAvailabilityOptions.ZOOKEEPER_SESSION_TIMEOUT)) {
            options.set(HighAvailabilityOptions.ZOOKEEPER_SESSION_TIMEOUT, SESSION_TIMEOUT);
        }
        if (!options.contains(HighAvailabilityOptions.ZOOKEEPER_RETRY_WAIT)) {
            options.set(HighAvailabilityOptions.ZOOKEEPER_RETRY_WAIT, RETRY_WAIT);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (current != null) {
                current.close();
            }
        }
    }
}
