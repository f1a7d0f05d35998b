package io.weir.testing.hadoop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests one {@link MiniHadoop} per JVM: started for the first test class that asks, ended after the last test of
 * the run. Test methods and constructors take it as a parameter. Its files are in {@code java.io.tmpdir}.
 */
public final class MiniHadoopExtension implements BeforeAllCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(MiniHadoopExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        shared(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == MiniHadoop.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return shared(context);
    }

    private static MiniHadoop shared(ExtensionContext context) {
        // The root store lives as long as the test run and closes what it holds at its end.
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(MiniHadoop.class, key -> start(), MiniHadoop.class);
    }

    private static MiniHadoop start() {
        try {
            Path parent = Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir")));
            return MiniHadoop.start(MiniHadoopOptions.in(Files.createTempDirectory(parent, "mini-hadoop-")));
        } catch (IOException e) {
            throw new IllegalStateException("no directory for the embedded Hadoop", e);
        }
    }
}
