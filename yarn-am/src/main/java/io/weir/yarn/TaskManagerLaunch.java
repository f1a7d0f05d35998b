package io.weir.yarn;

import io.weir.configuration.Configuration;
import io.weir.configuration.EnvironmentOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.io.DataOutputBuffer;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.LocalResource;
import org.apache.hadoop.yarn.security.AMRMTokenIdentifier;

/** What a TaskManager's container is started with. Immutable; for any thread. */
final class TaskManagerLaunch {
    private final Configuration options;
    private final Map<String, LocalResource> files;
    private final Map<String, String> variables;

    private TaskManagerLaunch(Configuration options, Map<String, LocalResource> files, Map<String, String> variables) {
        this.options = options;
        this.files = files;
        this.variables = variables;
    }

    /** Reads what the client has put into the ApplicationMaster's container. */
    static TaskManagerLaunch read(Configuration options, Path directory) throws IOException {
        String list = Files.readString(directory.resolve(ContainerLayout.CONTAINER_FILES), StandardCharsets.UTF_8);
        return new TaskManagerLaunch(
                options,
                ContainerFile.resources(ContainerFile.read(list)),
                ContainerEnvironment.ofTaskManager(
                        options, System.getenv(), EnvironmentOptions.TASK_MANAGER_ENVIRONMENT));
    }

    /** Returns the context of a TaskManager. */
    ContainerLaunchContext context(String id, String resourceManager, String host) throws IOException {
        String command = LaunchCommand.ofTaskManager(options, id, resourceManager, host);
        return ContainerLaunchContext.newInstance(files, variables, List.of(command), null, tokens(), null);
    }

    /** The tokens that the client gave to the application, without the one that only the ApplicationMaster may have. */
    private static ByteBuffer tokens() throws IOException {
        Credentials all = UserGroupInformation.getCurrentUser().getCredentials();
        Credentials forTaskManagers = new Credentials();
        for (var token : all.getAllTokens()) {
            if (!token.getKind().equals(AMRMTokenIdentifier.KIND_NAME)) {
                forTaskManagers.addToken(token.getService(), token);
            }
        }
        DataOutputBuffer buffer = new DataOutputBuffer();
        forTaskManagers.writeTokenStorageToStream(buffer);
        return ByteBuffer.wrap(buffer.getData(), 0, buffer.getLength());
    }
}
