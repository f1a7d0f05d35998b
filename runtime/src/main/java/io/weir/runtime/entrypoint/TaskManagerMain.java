package io.weir.runtime.entrypoint;

import io.weir.configuration.Configuration;
import io.weir.configuration.HighAvailabilityOptions;
import io.weir.configuration.TaskManagerOptions;
import io.weir.runtime.ha.HighAvailability;
import io.weir.runtime.ha.LeaderAddress;
import io.weir.runtime.ha.LeaderRetrieval;
import io.weir.runtime.protocol.ProtocolClasses;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.resourcemanager.ResourceManager;
import io.weir.runtime.rpc.FencingToken;
import io.weir.runtime.rpc.RpcAddress;
import io.weir.runtime.rpc.RpcService;
import io.weir.runtime.rpc.RpcSettings;
import io.weir.runtime.rpc.RpcThreads;
import io.weir.runtime.security.ClusterSecret;
import io.weir.runtime.taskmanager.TaskManagerServices;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/**
 * The main class of a TaskManager process:
 * {@code TaskManagerMain --id X --resource-manager HOST:PORT [--secret-file F] [-Dkey=value ...]}. It says on its standard
 * output when it has registered. Where leaders are elected it finds the ResourceManager by itself.
 */
public final class TaskManagerMain {
    private static final int ZOOKEEPER_PORT = 2181;

    private TaskManagerMain() {}

    /**
     * Runs until the process gets a signal, the ResourceManager ends it, or the ResourceManager is lost for too long.
     *
     * @param arguments see above
     */
    public static void main(String[] arguments) {
        System.exit(MainProcess.run("TaskManager", process -> start(process, arguments)));
    }

    private static AutoCloseable start(MainProcess process, String[] arguments) {
        MainArguments parsed = MainArguments.parse(arguments, Set.of("id", "resource-manager", "secret-file"));
        Configuration configuration = parsed.configuration();
        TaskManagerId id = new TaskManagerId(parsed.require("id"));
        boolean elected = HighAvailability.isEnabled(configuration);
        RpcAddress way = elected ? zooKeeper(configuration) : resourceManager(parsed.require("resource-manager"));
        ClusterSecret secret = ClusterSecret.require(configuration);
        String host = configuration.getOptional(TaskManagerOptions.HOST).orElseGet(() -> ownAddress(way));
        String bindHost =
                configuration.getOptional(TaskManagerOptions.BIND_HOST).orElse(host);
        Closer closer = new Closer();
        try {
            LeaderRetrieval leaders = elected
                    ? closer.own(HighAvailability.open(configuration)).retrieval()
                    : LeaderRetrieval.fixed(new LeaderAddress(way.host(), way.port(), FencingToken.NONE));
            RpcService rpc = closer.own(RpcService.open(
                    RpcSettings.listening(
                            configuration,
                            new RpcSettings.Listen(bindHost, host, configuration.get(TaskManagerOptions.RPC_PORT))),
                    secret,
                    ProtocolClasses.all(),
                    RpcThreads.create()));
            TaskManagerRunner taskManager = closer.own(TaskManagerRunner.start(new TaskManagerRunner.Parts(
                    configuration,
                    id,
                    rpc,
                    leaders,
                    Optional.of(new TaskManagerRunner.Network(
                            bindHost, configuration.get(TaskManagerOptions.DATA_PORT), secret)),
                    TaskManagerMain.class.getClassLoader(),
                    Clock.systemUTC(),
                    new Process(process))));
            taskManager
                    .registered()
                    .thenRun(() -> System.out.println("TaskManager " + id + " on " + host + " is ready."));
            return closer;
        } catch (RuntimeException e) {
            closer.close();
            throw e;
        }
    }

    /** Returns where ZooKeeper is: the way there shows which of this machine's addresses others reach. */
    private static RpcAddress zooKeeper(Configuration configuration) {
        String quorum = configuration
                .getOptional(HighAvailabilityOptions.ZOOKEEPER_QUORUM)
                .orElse("localhost");
        String first = quorum.split("[,/]", 2)[0].strip();
        int colon = first.lastIndexOf(':');
        return new RpcAddress(colon < 0 ? first : first.substring(0, colon), ZOOKEEPER_PORT, "ZooKeeper");
    }

    private static RpcAddress resourceManager(String text) {
        int colon = text.lastIndexOf(':');
        try {
            if (colon > 0) {
                String host = text.substring(0, colon);
                return new RpcAddress(host, Integer.parseInt(text.substring(colon + 1)), ResourceManager.NAME);
            }
        } catch (IllegalArgumentException e) {
            throw new WeirException(ErrorCode.USAGE, usage(text), e);
        }
        throw new WeirException(ErrorCode.USAGE, usage(text));
    }

    private static String usage(String text) {
        return "The argument --resource-manager takes HOST:PORT, not '" + text + "'.";
    }

    /** Returns the address of this machine from which the ResourceManager is reached; it need not be there yet. */
    private static String ownAddress(RpcAddress resourceManager) {
        try (DatagramSocket route = new DatagramSocket()) { // nothing is sent: connecting only looks the route up
            route.connect(new InetSocketAddress(resourceManager.host(), resourceManager.port()));
            return route.getLocalAddress().getHostAddress();
        } catch (SocketException | UncheckedIOException | IllegalArgumentException e) {
            throw new WeirException(
                    ErrorCode.UNREACHABLE,
                    "There is no way to " + resourceManager.peer() + ": " + e.getMessage()
                            + ". Set taskmanager.host if the route is only known later.",
                    e);
        }
    }

    /** Ends the process as the TaskManager wishes. */
    private record Process(MainProcess main) implements TaskManagerServices.Process {
        @Override
        public void end(String reason) {
            main.end(reason);
        }

        @Override
        public void fail(Throwable cause) {
            main.fail(cause);
        }
    }
}
