package io.weir.yarn;

import io.weir.configuration.Configuration;
import io.weir.configuration.YarnOptions;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/** The local file in which the client notes the user's session, so that later commands find it. One thread uses it. */
final class SessionFile {
    private static final String KEY = "applicationID";

    private final Path file;

    private SessionFile(Path file) {
        this.file = file;
    }

    static SessionFile of(Configuration options) {
        String directory =
                options.getOptional(YarnOptions.PROPERTIES_FILE_LOCATION).orElse(System.getProperty("java.io.tmpdir"));
        return new SessionFile(Path.of(directory, ".weir-yarn-properties-" + System.getProperty("user.name")));
    }

    /** Returns the application, if one is noted. */
    Optional<String> read() {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(e);
        }
        String application = properties.getProperty(KEY);
        if (application == null || application.isBlank()) {
            throw unreadable(null);
        }
        return Optional.of(application.strip());
    }

    private WeirException unreadable(Exception cause) {
        return new WeirException(
                ErrorCode.CONFIGURATION,
                "The file " + file + ", which notes the session on YARN, cannot be read. Please delete it.",
                cause);
    }

    /** Notes an application. */
    void write(String application) {
        Properties properties = new Properties();
        properties.setProperty(KEY, application);
        StringWriter text = new StringWriter();
        try {
            properties.store(text, null);
            Files.createDirectories(file.getParent());
            Path temporary =
                    Files.createTempFile(file.getParent(), file.getFileName().toString(), ".tmp");
            Files.writeString(temporary, text.toString(), StandardCharsets.UTF_8);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.FILE,
                    "The session " + application + " could not be noted in " + file + ": " + e.getMessage(),
                    e);
        }
    }

    /** Forgets an application that has ended, unless another one is noted meanwhile. */
    void forget(String application) {
        try {
            if (read().filter(application::equals).isPresent()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }
}
