package io.weir.testing.hadoop;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.conf.YarnConfiguration;

/** The Hadoop settings that make a cluster of one small machine: loopback, free ports, quick heartbeats. Stateless. */
final class EmbeddedSettings {
    /** Where every daemon listens. */
    static final String HOST = "127.0.0.1";

    /** A port that the system picks. */
    static final String ANY_PORT = HOST + ":0";

    private EmbeddedSettings() {}

    /** Returns what all daemons share; addresses and directories are each daemon's own. */
    static Configuration base(MiniHadoopOptions options) {
        Configuration configuration = new YarnConfiguration();
        common(options.directory()).forEach(configuration::set);
        hdfs().forEach(configuration::set);
        yarn(options).forEach(configuration::set);
        options.overrides().forEach(configuration::set);
        return configuration;
    }

    private static Map<String, String> common(Path directory) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("hadoop.tmp.dir", directory.resolve("tmp").toString());
        settings.put("fs.defaultFS", "hdfs://" + ANY_PORT);
        settings.put("hadoop.security.authentication", "simple");
        settings.put("ipc.client.connect.max.retries", "3");
        settings.put("ipc.server.listen.queue.size", "256");
        return settings;
    }

    private static Map<String, String> hdfs() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("dfs.replication", "1");
        settings.put("dfs.namenode.http-address", ANY_PORT);
        settings.put("dfs.datanode.address", ANY_PORT);
        settings.put("dfs.datanode.ipc.address", ANY_PORT);
        settings.put("dfs.datanode.http.address", ANY_PORT);
        settings.put("dfs.datanode.hostname", "localhost");
        settings.put("dfs.heartbeat.interval", "1");
        settings.put("dfs.namenode.safemode.extension", "0");
        settings.put("dfs.namenode.handler.count", "8");
        settings.put("dfs.datanode.handler.count", "4");
        settings.put("dfs.namenode.datanode.registration.ip-hostname-check", "false");
        settings.put("dfs.namenode.redundancy.considerLoad", "false");
        // With one DataNode a write that fails has nowhere else to go.
        settings.put("dfs.client.block.write.replace-datanode-on-failure.enable", "false");
        // Tests write files of several blocks without writing much, and a full laptop disk must not stop them.
        settings.put("dfs.namenode.fs-limits.min-block-size", "512");
        settings.put("dfs.namenode.resource.du.reserved", "0");
        settings.put("dfs.datanode.du.reserved", "0");
        return settings;
    }

    private static Map<String, String> yarn(MiniHadoopOptions options) {
        Map<String, String> settings = new LinkedHashMap<>();
        resourceManager(settings);
        nodeManager(settings);
        String memory = Integer.toString(options.memoryMegabytes());
        settings.put("yarn.nodemanager.resource.memory-mb", memory);
        settings.put("yarn.nodemanager.resource.cpu-vcores", Integer.toString(options.virtualCores()));
        settings.put("yarn.scheduler.maximum-allocation-mb", memory);
        settings.put("yarn.scheduler.maximum-allocation-vcores", Integer.toString(options.virtualCores()));
        settings.put("yarn.application.classpath", hadoopClassPath());
        return settings;
    }

    private static void resourceManager(Map<String, String> settings) {
        settings.put("yarn.is.minicluster", "true");
        settings.put("yarn.resourcemanager.hostname", HOST);
        for (String service : new String[] {"", "scheduler.", "resource-tracker.", "admin.", "webapp."}) {
            settings.put("yarn.resourcemanager." + service + "address", ANY_PORT);
        }
        settings.put(
                "yarn.resourcemanager.scheduler.class",
                "org.apache.hadoop.yarn.server.resourcemanager.scheduler.capacity.CapacityScheduler");
        settings.put("yarn.scheduler.capacity.root.queues", "default");
        settings.put("yarn.scheduler.capacity.root.default.capacity", "100");
        settings.put("yarn.scheduler.capacity.maximum-am-resource-percent", "1.0");
        settings.put(
                "yarn.scheduler.capacity.resource-calculator",
                "org.apache.hadoop.yarn.util.resource.DominantResourceCalculator");
        settings.put("yarn.scheduler.minimum-allocation-mb", "64");
        settings.put("yarn.scheduler.minimum-allocation-vcores", "1");
        settings.put("yarn.resourcemanager.nodemanagers.heartbeat-interval-ms", "100");
        settings.put("yarn.client.application-client-protocol.poll-interval-ms", "50");
        settings.put("yarn.resourcemanager.am.max-attempts", "10"); // each application says how many it wants
        settings.put("yarn.resourcemanager.client.thread-count", "8");
        settings.put("yarn.resourcemanager.scheduler.client.thread-count", "8");
        settings.put("yarn.resourcemanager.resource-tracker.client.thread-count", "8");
        settings.put("yarn.resourcemanager.amlauncher.thread-count", "4");
        settings.put("yarn.system-metrics-publisher.enabled", "false");
        settings.put("yarn.timeline-service.enabled", "false");
    }

    private static void nodeManager(Map<String, String> settings) {
        settings.put("yarn.nodemanager.hostname", HOST);
        settings.put("yarn.nodemanager.address", ANY_PORT);
        settings.put("yarn.nodemanager.localizer.address", ANY_PORT);
        settings.put("yarn.nodemanager.webapp.address", ANY_PORT);
        settings.put("yarn.nodemanager.container-manager.thread-count", "8");
        settings.put("yarn.nodemanager.vmem-check-enabled", "false");
        settings.put("yarn.nodemanager.pmem-check-enabled", "true");
        settings.put("yarn.nodemanager.container-monitor.interval-ms", "500");
        // A disk that is 90 % full is fit for a test; the checker would declare the node lost.
        settings.put("yarn.nodemanager.disk-health-checker.enable", "false");
        settings.put("yarn.nodemanager.sleep-delay-before-sigkill.ms", "250");
        settings.put("yarn.nodemanager.process-kill-wait.ms", "2000");
        settings.put("yarn.nodemanager.resourcemanager.minimum.version", "NONE");
        settings.put("yarn.log-aggregation-enable", "false");
        // JAVA_HOME is given by yarn.nodemanager.admin-env, so that containers run on the JVM this cluster runs on.
        settings.put("yarn.nodemanager.env-whitelist", "PATH,LANG,TZ");
        settings.put("yarn.nodemanager.admin-env", "JAVA_HOME=" + System.getProperty("java.home"));
    }

    /**
     * Returns where containers of any YARN program find Hadoop's classes: there is no installation, but the jars that
     * this process runs on are on the same machine.
     */
    private static String hadoopClassPath() {
        String api = locationOf(Configuration.class);
        String runtime = locationOf(loadFromRuntime());
        return api.equals(runtime) ? api : api + "," + runtime;
    }

    private static Class<?> loadFromRuntime() {
        try {
            return Class.forName("org.apache.hadoop.shaded.com.google.common.collect.ImmutableList");
        } catch (ClassNotFoundException e) {
            return Configuration.class;
        }
    }

    private static String locationOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            return new File(source.getLocation().toURI()).getAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the jar of " + type.getName() + " has no usable address", e);
        }
    }
}
