package io.weir.runtime.api;

import io.weir.connector.Sink;
import io.weir.connector.SinkWriter;
import io.weir.connector.SinkWriterContext;

/** Takes records and does nothing with them. */
final class DiscardingSink<T> implements Sink<T> {
    @Override
    public SinkWriter<T> createWriter(SinkWriterContext context) {
        return new SinkWriter<>() {
            @Override
            public void write(T value, long timestamp) {
                // Gone.
            }

            @Override
            public void flush(boolean endOfInput) {
                // Nothing is kept.
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
    }
}
