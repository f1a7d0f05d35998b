package io.weir.runtime.jobmanager;

import io.weir.connector.OutputCleaner;
import io.weir.runtime.classloading.ObjectCodec;
import io.weir.runtime.jobgraph.JobGraph;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes the hidden output of a job that has come to a bad end, with the program's classes. Stateless. */
final class OutputCleaners {
    private static final Logger LOG = LoggerFactory.getLogger(OutputCleaners.class);

    private OutputCleaners() {}

    static boolean areIn(JobGraph graph) {
        return graph.vertices().stream().anyMatch(vertex -> !vertex.cleaners().isEmpty());
    }

    /** Deletes it; what cannot be deleted is logged. Writes files. */
    static void run(JobGraph graph, ClassLoader program) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(program);
        try {
            List<byte[]> cleaners = graph.vertices().stream()
                    .flatMap(vertex -> vertex.cleaners().stream())
                    .toList();
            for (byte[] cleaner : cleaners) {
                ObjectCodec.deserialize(cleaner, program, OutputCleaner.class)
                        .clean(graph.jobId().value());
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("Hidden output of job {} is left.", graph.jobId(), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
