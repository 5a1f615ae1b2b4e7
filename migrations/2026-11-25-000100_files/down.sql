DROP TABLE file_requirements, file_versions, files, file_contents;
