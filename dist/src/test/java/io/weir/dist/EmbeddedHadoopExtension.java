package io.weir.dist;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests one {@link EmbeddedHadoop} per JVM: started for the first that asks, ended with its files deleted after the
 * last test of the run.
 */
final class EmbeddedHadoopExtension implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(EmbeddedHadoopExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == EmbeddedHadoop.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Shared.class, key -> Shared.start(), Shared.class)
                .hadoop();
    }

    /** What the root store, which lives as long as the test run, closes at its end. */
    private record Shared(EmbeddedHadoop hadoop) implements AutoCloseable {
        static Shared start() {
            try {
                Path parent = Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir")));
                return new Shared(EmbeddedHadoop.start(Files.createTempDirectory(parent, "embedded-")));
            } catch (Exception e) {
                throw new IllegalStateException("The embedded Hadoop did not start.", e);
            }
        }

        @Override
        public void close() {
            try {
                hadoop.stop();
            } catch (Exception e) {
                throw new IllegalStateException("The embedded Hadoop did not stop.", e);
            }
        }
    }
}
