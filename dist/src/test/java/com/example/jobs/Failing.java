package com.example.jobs;

import io.weir.datastream.StreamExecutionEnvironment;

/** A program with a function that throws. */
public final class Failing {
    private Failing() {}

    public static void main(String[] args) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.fromSequence(1, 100).map(Failing::check).name("Check").print();
        env.execute("Failing");
    }

    static long check(long number) {
        if (number == 42) {
            throw new IllegalStateException("number 42 is bad");
        }
        return number;
    }
}
