package com.example.jobs;

/** A program that fails before it has a job, or has none. */
public final class Misfits {
    private Misfits() {}

    public static void main(String[] args) {
        if (args.length > 0) {
            throw new IllegalArgumentException("no such date: " + args[0]);
        }
    }
}
