package com.example.jobs;

import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.OpenContext;
import io.weir.functions.RichMapFunction;
import io.weir.functions.RichSinkFunction;
import io.weir.functions.SinkFunction;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/**
 * A producer that is as fast as it can be, and in another process a consumer that takes a batch whenever a test allows
 * it to. Both tell the test through a socket how far they are.
 */
public final class Paced {
    /** How many records a batch has. */
    public static final int BATCH = 100;

    /** How many characters a record has; each is a byte on the wire. */
    public static final int RECORD_LENGTH = 1000;

    /** What the producer says first. */
    public static final int PRODUCER = 1;

    /** What the consumer says first. */
    public static final int CONSUMER = 2;

    private Paced() {}

    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(1);
        env.fromSequence(1, Long.MAX_VALUE)
                .slotSharingGroup("producer")
                .map(new Producer(port))
                .addSink(new Consumer(port))
                .slotSharingGroup("consumer");
        env.execute("Paced");
    }

    /** A way to the test. */
    private static final class Line implements AutoCloseable {
        private final Socket socket;
        private final DataOutputStream out;
        private final DataInputStream in;

        Line(int port, int role) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            out = new DataOutputStream(socket.getOutputStream());
            in = new DataInputStream(socket.getInputStream());
            out.writeInt(role);
            out.writeLong(ProcessHandle.current().pid());
        }

        void report(long records) throws IOException {
            out.writeLong(records);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** Makes records, and reports each batch. */
    static final class Producer extends RichMapFunction<Long, String> {
        private static final long serialVersionUID = 1L;
        private final int port;
        private transient Line test;

        Producer(int port) {
            this.port = port;
        }

        @Override
        public void open(OpenContext context) throws Exception {
            test = new Line(port, PRODUCER);
        }

        @Override
        public String map(Long number) throws Exception {
            if (number % BATCH == 0) {
                test.report(number);
            }
            return String.format("%0" + RECORD_LENGTH + "d", number);
        }

        @Override
        public void close() throws Exception {
            if (test != null) {
                test.close();
            }
        }
    }

    /** Takes a batch, reports it, and waits until it may take the next. */
    static final class Consumer extends RichSinkFunction<String> {
        private static final long serialVersionUID = 1L;
        private final int port;
        private transient Line test;
        private transient long records;

        Consumer(int port) {
            this.port = port;
        }

        @Override
        public void open(OpenContext context) throws Exception {
            test = new Line(port, CONSUMER);
        }

        @Override
        public void invoke(String value, SinkFunction.Context context) throws Exception {
            records++;
            if (Long.parseLong(value) != records) {
                throw new IllegalStateException("record " + records + " is " + value);
            }
            if (records % BATCH == 0) {
                test.report(records);
                test.in.readByte();
            }
        }

        @Override
        public void close() throws Exception {
            if (test != null) {
                test.close();
            }
        }
    }
}
