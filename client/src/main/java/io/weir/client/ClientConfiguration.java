package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.fs.FileSystems;
import io.weir.runtime.configuration.ConfigurationLoader;
import io.weir.runtime.plugin.HadoopPlugin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the options that a command starts from. No state. */
final class ClientConfiguration {
    private ClientConfiguration() {}

    /** Reads {@code weir.yaml} of the directory that the environment names, else of the distribution. */
    static Configuration load(Console console) {
        Optional<Path> named =
                console.configurationDirectory().map(directory -> directory.resolve(ConfigurationLoader.FILE_NAME));
        return named.isPresent()
                ? ConfigurationLoader.load(named.get())
                : Optional.ofNullable(System.getProperty(ConfigurationLoader.HOME_PROPERTY))
                        .map(home -> Path.of(home, "conf", ConfigurationLoader.FILE_NAME))
                        .filter(Files::exists)
                        .map(ConfigurationLoader::load)
                        .orElseGet(Configuration::new);
    }

    /** Lets this process open the paths that programs name, on Hadoop's file systems too. */
    static void openFileSystems(Configuration configuration) {
        FileSystems.initialize(configuration);
        HadoopPlugin.install(configuration);
    }

    /** Returns where start-cluster.sh keeps the secret, if the place of the configuration is known. */
    static Optional<Path> secretFile(Console console) {
        return console.configurationDirectory()
                .or(() -> Optional.ofNullable(System.getProperty(ConfigurationLoader.HOME_PROPERTY))
                        .map(home -> Path.of(home, "conf")))
                .map(ClientConfiguration::secretFileIn);
    }

    /** Returns the file in which start-cluster.sh keeps the secret if the options name no other. */
    static Path secretFileIn(Path configurationDirectory) {
        return configurationDirectory.resolve("cluster.secret");
    }
}
