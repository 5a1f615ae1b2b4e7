DROP TABLE unplaced_decisions;
