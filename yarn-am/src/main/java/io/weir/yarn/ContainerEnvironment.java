package io.weir.yarn;

import io.weir.configuration.Configuration;
import io.weir.configuration.OptionPrefix;
import io.weir.runtime.plugin.HadoopClassPath;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.api.ApplicationConstants;
import org.apache.hadoop.yarn.conf.YarnConfiguration;

/** The environment variables of containers. Stateless. */
final class ContainerEnvironment {
    private static final String HADOOP_CLASSPATH = "HADOOP_CLASSPATH";
    private static final String HADOOP_USER_NAME = "HADOOP_USER_NAME";

    private ContainerEnvironment() {}

    /** Returns the variables of an ApplicationMaster. */
    static Map<String, String> ofApplicationMaster(
            Configuration options, org.apache.hadoop.conf.Configuration hadoop, OptionPrefix own) throws IOException {
        Map<String, String> variables = common();
        // Without Kerberos, a container runs as YARN's user but is to read and write as ours.
        variables.put(HADOOP_USER_NAME, UserGroupInformation.getCurrentUser().getShortUserName());
        if (!HadoopClassPath.ofInstallation(System.getenv()).isEmpty()) {
            // Where the client has Hadoop, the nodes have it too, and this says where.
            variables.put(HADOOP_CLASSPATH, classPath(hadoop));
        }
        variables.putAll(options.getAll(own));
        return variables;
    }

    /** Returns the variables of a TaskManager, some of which it has from the ApplicationMaster. */
    static Map<String, String> ofTaskManager(
            Configuration options, Map<String, String> applicationMaster, OptionPrefix own) {
        Map<String, String> variables = common();
        for (String inherited : new String[] {HADOOP_USER_NAME, HADOOP_CLASSPATH}) {
            if (applicationMaster.containsKey(inherited)) {
                variables.put(inherited, applicationMaster.get(inherited));
            }
        }
        variables.putAll(options.getAll(own));
        return variables;
    }

    private static Map<String, String> common() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("CLASSPATH", "lib/*");
        variables.put(
                "HADOOP_CONF_DIR",
                ApplicationConstants.Environment.PWD.$$() + "/" + ContainerLayout.HADOOP_CONFIGURATION);
        // The C library reserves an arena per thread, which counts against the container.
        variables.put("MALLOC_ARENA_MAX", "2");
        return variables;
    }

    private static String classPath(org.apache.hadoop.conf.Configuration hadoop) {
        String[] entries = hadoop.getTrimmedStrings(
                YarnConfiguration.YARN_APPLICATION_CLASSPATH,
                YarnConfiguration.DEFAULT_YARN_CROSS_PLATFORM_APPLICATION_CLASSPATH);
        return String.join(ApplicationConstants.CLASS_PATH_SEPARATOR, entries);
    }
}
