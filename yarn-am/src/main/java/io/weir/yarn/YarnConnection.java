package io.weir.yarn;

import io.weir.configuration.Configuration;
import io.weir.configuration.EnvironmentOptions;
import io.weir.configuration.ExecutionOptions;
import io.weir.hdfs.HadoopClassLoader;
import io.weir.hdfs.HadoopConfigurations;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException;

/**
 * A client's way to YARN and to the cluster's default file system. For any thread.
 *
 * <p>Life: from {@link #open} until closed by what was deployed or found through it.
 */
final class YarnConnection implements AutoCloseable {
    private static final int PROBE_MILLIS = 5_000;

    private final org.apache.hadoop.conf.Configuration hadoop;
    private final YarnClient client;
    private final FileSystem files;

    private YarnConnection(org.apache.hadoop.conf.Configuration hadoop, YarnClient client, FileSystem files) {
        this.hadoop = hadoop;
        this.client = client;
        this.files = files;
    }

    static YarnConnection open(Configuration options) {
        if (HadoopConfigurations.files(options).isEmpty()
                && options.getAll(EnvironmentOptions.YARN).isEmpty()) {
            throw new WeirException(
                    ErrorCode.CONFIGURATION,
                    "No Hadoop configuration was found: set HADOOP_CONF_DIR to the directory with the cluster's"
                            + " core-site.xml and yarn-site.xml.");
        }
        org.apache.hadoop.conf.Configuration hadoop = withBounds(HadoopConfigurations.create(options), options);
        probe(hadoop);
        YarnClient client = YarnClient.createYarnClient();
        try {
            client.init(hadoop);
            client.start();
            return new YarnConnection(hadoop, client, FileSystem.newInstance(hadoop));
        } catch (IOException | RuntimeException e) { // a host that does not exist is an unchecked exception here
            client.stop();
            throw new WeirException(
                    ErrorCode.UNREACHABLE,
                    "The file system " + FileSystem.getDefaultUri(hadoop) + " cannot be used: " + e.getMessage(),
                    e);
        }
    }

    /** YARN's own patience with a ResourceManager that is away is a quarter of an hour; a command has less. */
    private static org.apache.hadoop.conf.Configuration withBounds(
            org.apache.hadoop.conf.Configuration hadoop, Configuration options) {
        YarnConfiguration bounded = new YarnConfiguration(hadoop);
        long patience = options.get(ExecutionOptions.CLIENT_TIMEOUT).toMillis();
        var own = options.getAll(EnvironmentOptions.YARN);
        if (!own.containsKey("resourcemanager.connect.max-wait.ms")) {
            bounded.setLong(YarnConfiguration.RESOURCEMANAGER_CONNECT_MAX_WAIT_MS, patience);
            bounded.setLong(
                    YarnConfiguration.RESOURCEMANAGER_CONNECT_RETRY_INTERVAL_MS,
                    Math.max(1, Math.min(1_000, patience)));
        }
        return bounded;
    }

    /** Finds out at once, rather than after all retries, that nobody listens. */
    private static void probe(org.apache.hadoop.conf.Configuration hadoop) {
        if (hadoop.getBoolean(YarnConfiguration.RM_HA_ENABLED, false)) {
            return; // one of several may be away
        }
        InetSocketAddress address = hadoop.getSocketAddr(
                YarnConfiguration.RM_ADDRESS, YarnConfiguration.DEFAULT_RM_ADDRESS, YarnConfiguration.DEFAULT_RM_PORT);
        try (Socket socket = new Socket()) {
            socket.connect(address, PROBE_MILLIS);
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.UNREACHABLE,
                    "YARN's ResourceManager at " + address.getHostString() + ":" + address.getPort()
                            + " does not answer (" + e.getMessage()
                            + "). Is it running, and does HADOOP_CONF_DIR name the right cluster?",
                    e);
        }
    }

    org.apache.hadoop.conf.Configuration hadoop() {
        return hadoop;
    }

    YarnClient client() {
        return client;
    }

    FileSystem files() {
        return files;
    }

    /** Describes an application. */
    ApplicationReport report(ApplicationId application) {
        return call("describe " + application, () -> client.getApplicationReport(application));
    }

    /** Ends an application. */
    void kill(ApplicationId application) {
        call("kill " + application, () -> {
            client.killApplication(application);
            return null;
        });
    }

    /** Asks YARN; what goes wrong is said in one line. */
    <T> T call(String what, HadoopClassLoader.Call<T, Exception> call) {
        try {
            return HadoopClassLoader.call(call);
        } catch (WeirException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WeirException(ErrorCode.CANCELED, "The thread was interrupted while it waited for YARN.", e);
        } catch (ApplicationNotFoundException e) {
            throw new WeirException(ErrorCode.NOT_FOUND, Diagnostics.firstLine(e.getMessage()), e);
        } catch (Exception e) {
            ErrorCode code = e instanceof IOException ? ErrorCode.UNREACHABLE : ErrorCode.RESOURCES;
            throw new WeirException(
                    code, "YARN did not " + what + ": " + Diagnostics.firstLine(String.valueOf(e.getMessage())), e);
        }
    }

    @Override
    public void close() {
        client.stop();
        try {
            files.close();
        } catch (IOException e) {
            throw new WeirException(ErrorCode.STORAGE, "The connection to the file system could not be closed.", e);
        }
    }
}
