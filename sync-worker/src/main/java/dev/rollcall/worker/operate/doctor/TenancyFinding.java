package dev.rollcall.worker.operate.doctor;

/**
 * One line of {@code rollcall.tenancy_report()}.
 *
 * @param finding what kind of hole
 * @param object where
 * @param problem what is wrong with it
 * @param advice what to do
 */
record TenancyFinding(String finding, String object, String problem, String advice) {}
