package io.weir.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Knows the version that the build wrote into the jar. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream input = Version.class.getResourceAsStream("version.properties")) {
            properties.load(input);
        }
        return new String[] {
            "Weir " + properties.getProperty("version"),
            "Java " + Runtime.version() + ", " + System.getProperty("os.name")
        };
    }
}
