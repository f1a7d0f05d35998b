package io.weir.client;

import io.weir.configuration.ConfigOption;
import io.weir.configuration.Configuration;
import io.weir.configuration.ExecutionOptions;
import io.weir.configuration.JobManagerOptions;
import io.weir.configuration.OptionCatalogue;
import io.weir.configuration.TaskManagerOptions;
import io.weir.configuration.YarnOptions;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code yarn-session.sh}: starts a session on YARN that takes many jobs, or attaches to one. */
@Command(
        name = "yarn-session.sh",
        header = "Starts a session on YARN, or attaches to one with -id.",
        description = {
            "A session takes jobs until it is stopped; it asks for containers when a job needs them and gives them back"
                    + " when they have been idle. While attached, the commands stop (or quit) and help are read from"
                    + " standard input, and Ctrl-C stops a session that was started here."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  yarn-session.sh -d -nm nightly -jm 1g -tm 4g -s 2",
            "  weir run -t yarn-session my-job.jar",
            "  echo stop | yarn-session.sh -id application_1700000000000_0001"
        })
public final class YarnSession implements Callable<Integer>, TargetedCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Console console;
    private final SessionAccess sessions;
    private final InputStream input;

    @Option(
            names = {"-d", "--detached"},
            description = "Ends once the session takes jobs.")
    private boolean detached;

    @Option(
            names = {"-id", "--applicationId"},
            paramLabel = "<application>",
            description = "Attaches to this session instead of starting one.")
    private String applicationId;

    @Option(
            names = {"-nm", "--name"},
            paramLabel = "<name>",
            description = "The name of the YARN application.")
    private String name;

    @Option(
            names = {"-qu", "--queue"},
            paramLabel = "<queue>",
            description = "The YARN queue.")
    private String queue;

    @Option(
            names = {"-jm", "--jobManagerMemory"},
            paramLabel = "<memory>",
            description = "The memory of the JobManager's container, in MB unless it has a unit.")
    private String jobManagerMemory;

    @Option(
            names = {"-tm", "--taskManagerMemory"},
            paramLabel = "<memory>",
            description = "The memory of a TaskManager's container, in MB unless it has a unit.")
    private String taskManagerMemory;

    @Option(
            names = {"-s", "--slots"},
            paramLabel = "<n>",
            description = "The slots of a TaskManager.")
    private String slots;

    @Option(
            names = {"-at", "--applicationType"},
            paramLabel = "<type>",
            description = "The type under which YARN lists the application.")
    private String type;

    @Option(
            names = {"-nl", "--nodeLabel"},
            paramLabel = "<label>",
            description = "The node label for the containers.")
    private String nodeLabel;

    @Option(
            names = {"-t", "--ship"},
            paramLabel = "<file>",
            description = "A file or directory to put into every container. Repeat it for more.")
    private List<String> ship = new ArrayList<>();

    @Option(
            names = "-D",
            paramLabel = "<key=value>",
            description = "Sets any option of the configuration. Repeat it for more.")
    private Map<String, String> properties = new LinkedHashMap<>();

    @Option(
            names = {"-v", "--verbose"},
            description = "Shows stack traces where a sentence would do.")
    private boolean verbose;

    private YarnSession(Console console, SessionAccess sessions, InputStream input) {
        this.console = console;
        this.sessions = sessions;
        this.input = input;
    }

    /**
     * Runs the command and ends the process with its exit code.
     *
     * @param args its options
     */
    public static void main(String[] args) {
        System.exit(execute(Console.ofProcess(), new YarnSessions(), System.in, args));
    }

    /** Runs the command; returns its exit code. */
    static int execute(Console console, SessionAccess sessions, InputStream input, String... args) {
        return CommandLines.execute(new CommandLine(new YarnSession(console, sessions, input)), console, args);
    }

    @Override
    public boolean verbose() {
        return verbose;
    }

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration = configuration();
        if (applicationId != null) {
            try (SessionAccess.Session session = sessions.retrieve(configuration)) {
                return attach(session, false);
            }
        }
        return startSession(configuration);
    }

    /** An interrupt breaks the deployment off, or stops the session that this command stays with. */
    private int startSession(Configuration configuration) throws InterruptedException {
        Breakable deployment = new Breakable();
        AtomicReference<SessionAccess.Session> own = new AtomicReference<>(); // set here, read by the hook
        Thread hook = new Thread(() -> end(deployment, own), "stop-session");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            console.err().println("Starting a YARN application for the session ...");
            deployment.call(() -> {
                own.set(sessions.deploy(configuration));
                return null;
            });
            try (SessionAccess.Session session = own.get()) {
                describe(session);
                return detached ? ExitCode.DONE : attach(session, true);
            }
        } finally {
            ShutdownHooks.remove(hook);
        }
    }

    private int attach(SessionAccess.Session session, boolean owned) throws InterruptedException {
        return new SessionConsole(console, session, input, sessions.pollInterval()).attach(owned);
    }

    private static void end(Breakable deployment, AtomicReference<SessionAccess.Session> own) {
        try {
            deployment.breakOff(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        SessionAccess.Session session = own.get();
        if (session != null) {
            session.stop();
        }
    }

    private Configuration configuration() {
        Configuration configuration = new Configuration(ClientConfiguration.load(console));
        properties.forEach(configuration::setString);
        set(configuration, YarnOptions.APPLICATION_ID, applicationId);
        set(configuration, YarnOptions.APPLICATION_NAME, name);
        set(configuration, YarnOptions.APPLICATION_QUEUE, queue);
        set(configuration, YarnOptions.APPLICATION_TYPE, type);
        set(configuration, YarnOptions.APPLICATION_NODE_LABEL, nodeLabel);
        set(configuration, JobManagerOptions.PROCESS_SIZE, YarnFlags.memory(jobManagerMemory));
        set(configuration, TaskManagerOptions.PROCESS_SIZE, YarnFlags.memory(taskManagerMemory));
        set(configuration, TaskManagerOptions.NUMBER_OF_TASK_SLOTS, slots);
        if (!ship.isEmpty()) {
            configuration.set(YarnOptions.SHIP_FILES, ship);
        }
        configuration.set(ExecutionOptions.TARGET, "yarn-session");
        OptionCatalogue.check(configuration);
        return configuration;
    }

    private static void set(Configuration configuration, ConfigOption<?> option, String value) {
        if (value != null) {
            configuration.setString(option.key(), value);
        }
    }

    private void describe(SessionAccess.Session session) {
        String id = session.applicationId();
        console.out().println("The session " + id + " takes jobs.");
        if (!session.url().isEmpty()) {
            console.out().println("Look at it:    " + session.url());
        }
        console.out().println("Submit a job:  weir run -t yarn-session JAR");
        console.out().println("Stop it:       echo stop | yarn-session.sh -id " + id);
        console.out().println("If need be:    yarn application -kill " + id);
    }
}
